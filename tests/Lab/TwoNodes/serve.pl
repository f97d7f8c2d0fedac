#!/usr/bin/perl
# Answers every HTTP request on the given ports, over IPv4 and IPv6, with one line: this machine's name and the client's address as the server sees it.
# GET /N is answered with N bytes more.
# usage: serve.pl PORT...
use strict;
use warnings;
use IO::Select;
use IO::Socket::IP;
use Socket qw(AF_INET AF_INET6);

$SIG{PIPE} = 'IGNORE';
my $select = IO::Select->new;
for my $port (@ARGV) {
    for my $family (AF_INET, AF_INET6) {
        my $address = $family == AF_INET ? '0.0.0.0' : '::';
        $select->add(IO::Socket::IP->new(Family => $family, LocalHost => $address, LocalPort => $port, Listen => 128, ReuseAddr => 1, V6Only => $family == AF_INET6 ? 1 : undef)
            or die "cannot listen on port $port of $address: $@\n");
    }
}
open my $name_file, '<', '/proc/sys/kernel/hostname' or die "cannot read the host name: $!\n";
chomp(my $name = <$name_file>);

$SIG{CHLD} = 'IGNORE';
while (1) {
    for my $listener ($select->can_read) {
        my $client = $listener->accept or next;
        # A process each: a large answer that gets stuck must not keep the next client waiting.
        next if fork;
        alarm 30;
        my $size = 0;
        while (defined(my $line = <$client>)) {
            $size = $1 if $line =~ m{^GET /(\d+)};
            last if $line =~ /^\r?$/;
        }
        my $body = sprintf("%s sees %s at port %d\n", $name, $client->peerhost, $client->sockport) . 'x' x $size;
        print $client "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: ", length $body, "\r\n\r\n$body";
        close $client;
        exit 0;
    }
}
