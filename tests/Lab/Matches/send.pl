# send.pl PROTOCOL DESTINATION PORT: sends one packet from port 40000 and does not wait for what comes of it.
use strict;
use warnings;
use Socket qw(:DEFAULT inet_pton pack_sockaddr_in6 AF_INET6 IPPROTO_ICMP);
use Fcntl;

my ($protocol, $destination, $port) = @ARGV;
my $version6 = $destination =~ /:/;
my $family = $version6 ? AF_INET6 : AF_INET;
my $address = inet_pton($family, $destination);
my $to = $version6 ? pack_sockaddr_in6($port, $address) : pack_sockaddr_in($port, $address);
my $from = $version6 ? pack_sockaddr_in6(40000, inet_pton($family, '::')) : pack_sockaddr_in(40000, INADDR_ANY);

if ($protocol eq 'icmp') {
    socket(my $raw, AF_INET, SOCK_RAW, IPPROTO_ICMP) or die "socket: $!";
    # Echo request, identifier 1, sequence number 1, and the checksum of these.
    send($raw, pack('C2n3', 8, 0, 0xf7fd, 1, 1), 0, pack_sockaddr_in(0, $address)) or die "send: $!";
    exit;
}

my $type = $protocol eq 'tcp' ? SOCK_STREAM : SOCK_DGRAM;
socket(my $socket, $family, $type, 0) or die "socket: $!";
setsockopt($socket, SOL_SOCKET, SO_REUSEADDR, 1);
bind($socket, $from) or die "bind: $!";
if ($protocol eq 'tcp') {
    fcntl($socket, F_SETFL, O_NONBLOCK);
    connect($socket, $to);
} else {
    send($socket, "hello", 0, $to) or die "send: $!";
}
select(undef, undef, undef, 0.2);
