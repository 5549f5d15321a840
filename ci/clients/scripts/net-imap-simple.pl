# Works on a mailbox by Net::IMAP::Simple, as the first argument says in JSON; prints what it found.
use strict;
use warnings;
use Digest::SHA 'sha256_hex';
use JSON::PP;
use Net::IMAP::Simple;

my $facts = decode_json($ARGV[0]);
my $tls = $facts->{kind} eq 'tls';
my $imap = Net::IMAP::Simple->new(
    'localhost:' . $facts->{ports}{ $tls ? 'imaps' : 'imap' },
    timeout => 30,
    $tls ? (use_ssl => 1, ssl_options => [SSL_ca_file => $facts->{ca}, SSL_verifycn_name => 'localhost']) : (),
) or die "no session: $Net::IMAP::Simple::errstr";

sub must {
    my ($what, $got) = @_;
    die "$what: " . $imap->errstr unless defined $got;
    return $got;
}

must(login => $imap->login($facts->{user}, $facts->{password}));
must(create => $imap->create_mailbox('Box'));
for my $file (@{ $facts->{files} }) {
    open(my $in, '<:raw', $file) or die $!;
    my $text = do { local $/; <$in> };
    must(put => $imap->put('Box', $text, '\\Seen'));
}
my $count = must(select => $imap->select('Box'));
my @digests = map { sha256_hex(join '', $imap->get($_)) } 1 .. $count;
my @tops = map { scalar(() = join('', $imap->top($_)) =~ /^Message-ID: /gim) } 1 .. $count;
my $sizes = $imap->list;
must(delete => $imap->delete(2));
must(flags => $imap->add_flags(1, '\\Flagged'));
must(copy => $imap->copy(1, 'INBOX'));
my ($seen) = grep { $_ eq '\\Flagged' } $imap->msg_flags(1);
must(expunge => scalar $imap->expunge_mailbox('Box'));
my @found = $imap->search('SUBJECT "Plain"');
my $told = {
    count => 0 + $count, digests => \@digests, tops => \@tops, sizes => [map { 0 + $sizes->{$_} } 1 .. $count],
    flagged => $seen, left => 0 + $imap->select('Box'), found => [map { 0 + $_ } @found], boxes => [sort grep { /^(?:Box|INBOX)$/ } $imap->mailboxes],
};
$imap->quit;
print JSON::PP->new->canonical->encode($told), "\n";
