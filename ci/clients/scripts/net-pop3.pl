# Reads a maildrop by Net::POP3, as the first argument says in JSON; prints what it found.
use strict;
use warnings;
use Digest::SHA 'sha256_hex';
use JSON::PP;
use Net::POP3;

my $facts = decode_json($ARGV[0]);

sub session {
    my ($kind) = @_;
    my %tls = (SSL_ca_file => $facts->{ca}, SSL_verifycn_name => 'localhost');
    my $port = $facts->{ports}{ $kind eq 'tls' ? 'pop3s' : 'pop3' };
    my $pop = Net::POP3->new('localhost', Port => $port, Timeout => 20, $kind eq 'tls' ? (SSL => 1, %tls) : ());
    die "no session: $@ $!" unless $pop;
    if ($kind eq 'stls') { $pop->starttls(%tls) or die 'starttls: ' . $pop->message }
    my $done = $facts->{auth} ? $pop->auth($facts->{user}, $facts->{password}) : $pop->login($facts->{user}, $facts->{password});
    die 'login: ' . $pop->message unless defined $done;
    return $pop;
}

# Reads, deletes every second one, and quits.
sub take {
    my $pop = session($facts->{kind});
    my ($count) = $pop->popstat;
    my $uids = $pop->uidl;
    my $sizes = $pop->list;
    my (@digests, @tops);
    for my $n (1 .. $count) {
        my $text = join '', map { s/\r?\n$/\r\n/r } @{ $pop->get($n) };
        push @digests, sha256_hex($text);
        push @tops, scalar @{ $pop->top($n, 0) };
        if ($n % 2 == 0) { $pop->delete($n) or die 'dele: ' . $pop->message }
    }
    $pop->quit or die 'quit: ' . $pop->message;
    return { digests => \@digests, tops => \@tops, uids => [map { $uids->{$_} } 1 .. $count], sizes => [map { 0 + $sizes->{$_} } 1 .. $count] };
}

# A program that ends without QUIT, after RSET.
sub drop {
    my $pop = session($facts->{kind});
    $pop->delete(1) or die;
    $pop->reset;
    $pop->delete(2) or die;
    close $pop;
    return { done => JSON::PP::true };
}

sub apop {
    my $pop = Net::POP3->new('localhost', Port => $facts->{ports}{pop3}, Timeout => 20) or die;
    my $done = eval { $pop->apop($facts->{user}, $facts->{password}) };
    return { banner => $pop->banner, done => defined $done ? JSON::PP::true : JSON::PP::false };
}

print JSON::PP->new->canonical->encode(main->can($facts->{do})->()), "\n";
