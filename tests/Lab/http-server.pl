#!/usr/bin/perl
# Answers every HTTP request on the given ports with one line: this pod's name and the client's address as the server sees it.
# usage: http-server.pl PORT...
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;

$SIG{PIPE} = 'IGNORE';
my $select = IO::Select->new(map {
    IO::Socket::INET->new(LocalAddr => '0.0.0.0', LocalPort => $_, Listen => 128, ReuseAddr => 1)
        or die "cannot listen on port $_: $!\n"
} @ARGV);
open my $name_file, '<', '/proc/sys/kernel/hostname' or die "cannot read the host name: $!\n";
chomp(my $name = <$name_file>);

while (1) {
    for my $listener ($select->can_read) {
        my $client = $listener->accept or next;
        eval {
            local $SIG{ALRM} = sub { die "the client says nothing\n" };
            alarm 5;
            while (defined(my $line = <$client>)) { last if $line =~ /^\r?$/ }
            my $body = sprintf "%s sees %s:%d at port %d\n", $name, $client->peerhost, $client->peerport, $client->sockport;
            print $client "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: ", length $body, "\r\n\r\n$body";
        };
        alarm 0;
        close $client;
    }
}
