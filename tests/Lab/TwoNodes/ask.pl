#!/usr/bin/perl
# Asks an HTTP server and prints the first line of its answer; fails when the answer does not come whole. Gives up after $PATIENCE seconds (2).
# usage: ask.pl ADDRESS PORT [BYTES [SOURCE-ADDRESS]]      the answer is to have BYTES more
use strict;
use warnings;
use IO::Socket::IP;

my ($address, $port, $bytes, $source) = @ARGV;
$SIG{ALRM} = sub { die "timed out\n" };
alarm($ENV{PATIENCE} // 2);
my $socket = IO::Socket::IP->new(PeerHost => $address, PeerPort => $port, $source ? (LocalHost => $source) : ()) or die "$@\n";
my $local = $socket->sockport;
print $socket 'GET /', $bytes // 0, " HTTP/1.1\r\nHost: two-nodes\r\nConnection: close\r\n\r\n";
my $reply = '';
$SIG{ALRM} = sub { die "timed out after ", length $reply, " bytes\n" };
1 while sysread $socket, $reply, 65536, length $reply;
my ($length, $body) = $reply =~ /^Content-Length: (\d+)\r\n(?:.*?\r\n)?\r\n(.*)/ms or die "no answer\n";
die "the answer ended after ", length $body, " of $length bytes\n" unless length $body == $length;
print $body =~ /^(.*\n)/, "from port $local\n";
