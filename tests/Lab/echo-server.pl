#!/usr/bin/perl
# Answers each line of each TCP connection, and each datagram, with this namespace's name; connections stay open until the client closes them.
# usage: echo-server.pl NAME PORT
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;

my ($name, $port) = @ARGV;
my $listener = IO::Socket::INET->new(LocalAddr => '0.0.0.0', LocalPort => $port, Listen => 16, ReuseAddr => 1) or die "cannot listen: $!\n";
my $datagrams = IO::Socket::INET->new(LocalAddr => '0.0.0.0', LocalPort => $port, Proto => 'udp') or die "cannot bind: $!\n";
my $select = IO::Select->new($listener, $datagrams);
$| = 1;
print "ready\n";
while (1) {
    for my $socket ($select->can_read) {
        if ($socket == $listener) {
            $select->add($listener->accept);
        } elsif ($socket == $datagrams) {
            $datagrams->recv(my $text, 1024);
            $datagrams->send("$name\n");
        } elsif (!sysread $socket, my $text, 1024) {
            $select->remove($socket);
            close $socket;
        } else {
            syswrite $socket, "$name\n";
        }
    }
}
