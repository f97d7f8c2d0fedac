#!/usr/bin/perl
# Asks an HTTP server and prints the body. Gives up after two seconds (or $PATIENCE); the system's text tells what went wrong.
# usage: http-get.pl ADDRESS|NAME [PORT [SOURCE-ADDRESS]]
use strict;
use warnings;
use IO::Socket::INET;

my ($address, $port, $source) = @ARGV;
$SIG{ALRM} = sub { die "timed out\n" };
alarm($ENV{PATIENCE} // 2);
my $socket = IO::Socket::INET->new(PeerAddr => $address, PeerPort => $port // 80, LocalAddr => $source // '0.0.0.0') or die "$@\n";
print $socket "GET / HTTP/1.1\r\nHost: $address\r\nConnection: close\r\n\r\n";
local $/;
my $reply = <$socket>;
$reply =~ s/^.*?\r\n\r\n//s;
print $reply;
