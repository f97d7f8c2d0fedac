# listen.pl FOLDER ADDRESS:PORT...: listens for TCP until its standard input ends; makes the file FOLDER/ready when it does.
use strict;
use warnings;
use IO::Socket::IP;

my $folder = shift @ARGV;
my @sockets = map { IO::Socket::IP->new(LocalHost => $_->[0], LocalPort => $_->[1], Listen => 5, ReuseAddr => 1, V6Only => 1) or die "listen: $@" }
    map { [/^(.*):(\d+)$/] } @ARGV;
open(my $ready, '>', "$folder/ready") or die "ready: $!";
close($ready);
1 while <STDIN>;
