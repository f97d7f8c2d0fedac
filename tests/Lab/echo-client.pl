#!/usr/bin/perl
# Sends a line over one connection for each line on its standard input, and prints who answered, or the system's text.
# usage: echo-client.pl tcp|udp ADDRESS PORT SOURCE-PORT
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;

my ($protocol, $address, $port, $source) = @ARGV;
$| = 1;
my $socket = IO::Socket::INET->new(PeerAddr => $address, PeerPort => $port, LocalPort => $source, Proto => $protocol, Timeout => 3, ReuseAddr => 1);
while (<STDIN>) {
    if (!$socket) { print "$@\n"; next; }
    syswrite $socket, "hello\n" or do { print "$!\n"; next; };
    if (!IO::Select->new($socket)->can_read(3)) { print "timed out\n"; next; }
    my $length = sysread $socket, my $answer, 1024;
    print defined $length ? $answer || "closed\n" : "$!\n";
}
