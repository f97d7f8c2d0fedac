#!/usr/bin/perl
# The lab cluster's DNS (UDP and TCP port 53): SERVICE.NAMESPACE.svc.cluster.local is the cluster IP that kube-proxy's rules name; all else is NXDOMAIN.
# Each question is written to standard output: "question NAME TYPE from ADDRESS".
# usage: dns-server.pl RULES-FILE [ADDRESS]      (without an address, port 9153, CoreDNS' metrics, is accepted and closed too)
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;
use Socket qw(inet_ntoa sockaddr_in);

$SIG{PIPE} = 'IGNORE';
$| = 1;
my %type = (1 => 'A', 28 => 'AAAA', 33 => 'SRV');
my %address;
open my $rules, '<', $ARGV[0] or die "cannot read $ARGV[0]: $!\n";
while (<$rules>) {
    next unless m{^-A KUBE-SERVICES -d ([\d.]+)/32 .*--comment "([^/"]+)/([^: "]+)\S* (?:cluster IP|has no endpoints)"};
    $address{"$3.$2.svc.cluster.local"} = $1;
}

# RFC 1035: header, one question; the answer's name is a pointer to the question's (0xC00C).
sub answer {
    my ($query, $peer) = @_;
    my ($id, $flags) = unpack 'n n', $query;
    my ($position, @labels) = (12);
    while ((my $length = ord substr $query, $position, 1) > 0) {
        push @labels, lc substr $query, $position + 1, $length;
        $position += 1 + $length;
    }
    my $type = unpack 'n', substr $query, $position + 1, 2;
    print 'question ', join('.', @labels), ' ', $type{$type} // $type, ' from ', inet_ntoa((sockaddr_in($peer))[1]), "\n";
    my $question = substr $query, 12, $position + 5 - 12;
    my $found = $address{join '.', @labels};
    my $record = defined $found && $type == 1
        ? pack('n n n N n', 0xC00C, 1, 1, 30, 4) . pack('C4', split /\./, $found)
        : '';
    my $code = defined $found ? 0 : 3;
    return pack('n6', $id, 0x8580 | ($flags & 0x0100) | $code, 1, length $record ? 1 : 0, 0, 0) . $question . $record;
}

my %listen = (LocalAddr => $ARGV[1] // '0.0.0.0', LocalPort => 53);
my $udp = IO::Socket::INET->new(%listen, Proto => 'udp') or die "cannot bind UDP port 53: $!\n";
my $tcp = IO::Socket::INET->new(%listen, Listen => 16, ReuseAddr => 1) or die "cannot listen on TCP port 53: $!\n";
my $metrics = defined $ARGV[1] ? undef : IO::Socket::INET->new(%listen, LocalPort => 9153, Listen => 16, ReuseAddr => 1) || die "cannot listen on port 9153: $!\n";
my $select = IO::Select->new($udp, $tcp, $metrics // ());

while (1) {
    for my $socket ($select->can_read) {
        eval {
            local $SIG{ALRM} = sub { die "the client says nothing\n" };
            alarm 5;
            if ($socket == $udp) {
                my $peer = $udp->recv(my $query, 512);
                $udp->send(answer($query, $peer), 0, $peer) if length $query > 16;
            } elsif (my $client = $socket->accept) {
                if ($socket == $tcp) {
                    # A resolver may ask for A and AAAA over one connection; one that only keeps it open waits no longer than a second.
                    while (read($client, my $length, 2) == 2) {
                        read $client, my $query, unpack 'n', $length;
                        my $reply = answer($query, getpeername $client);
                        syswrite $client, pack('n', length $reply) . $reply;
                        alarm 1;
                    }
                }
                close $client;
            }
        };
        alarm 0;
    }
}
