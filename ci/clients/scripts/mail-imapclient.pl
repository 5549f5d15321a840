# Works on mailboxes by Mail::IMAPClient, as the first argument says in JSON; prints what it found.
use strict;
use warnings;
use Digest::SHA 'sha256_hex';
use JSON::PP;
use Mail::IMAPClient;

my $facts = decode_json($ARGV[0]);

sub session {
    my (%more) = @_;
    my $kind = delete $more{kind} // 'clear';
    my $tls = [SSL_ca_file => $facts->{ca}, SSL_verifycn_name => 'localhost'];
    my $imap = Mail::IMAPClient->new(
        Server => 'localhost',
        Port => $facts->{ports}{ $kind eq 'tls' ? 'imaps' : 'imap' },
        $kind eq 'tls' ? (Ssl => $tls) : (),
        $kind eq 'starttls' ? (Starttls => $tls) : (),
        User => $facts->{user}, Password => $facts->{password}, Uid => 1, Peek => 1, Timeout => 30, %more,
    ) or die "no session: $@";
    die "not logged in: $@" unless $imap->IsAuthenticated;
    return $imap;
}

sub must {
    my ($imap, $what, @got) = @_;
    die "$what: " . ($imap->LastError // 'no error') unless @got && defined $got[0];
    return wantarray ? @got : $got[0];
}

# Files into a folder, and what the library finds in them.
sub fill {
    my $imap = session(kind => $facts->{kind}, Authmechanism => $facts->{mechanism});
    must($imap, 'create', $imap->create($facts->{mailbox}));
    for my $file (@{ $facts->{files} }) {
        must($imap, 'append', $imap->append_file($facts->{mailbox}, $file, undef, '\\Seen $Own', 1));
    }
    must($imap, 'select', $imap->select($facts->{mailbox}));
    my @uids = $imap->messages;
    my @digests = map { sha256_hex(must($imap, 'fetch', $imap->message_string($_))) } @uids;
    my @sizes = map { 0 + $imap->size($_) } @uids;
    my @types = map { my $s = $imap->get_bodystructure($_); lc($s->bodytype . '/' . $s->bodysubtype) } @uids;
    my @parts = map { my $s = $imap->get_bodystructure($_); [$s->parts] } @uids;
    my @subjects = map { my $e = $imap->get_envelope($_); $e->subject } @uids;
    my $ids = $imap->parse_headers(\@uids, 'Message-ID');
    my @found = $imap->search('SUBJECT', $imap->Quote('dots'));
    my @own = $imap->search('KEYWORD $Own');
    my $told = {
        count => scalar @uids, digests => \@digests, sizes => \@sizes, types => \@types, parts => \@parts, subjects => \@subjects,
        ids => [map { $ids->{$_}{'Message-ID'}[0] } @uids], found => scalar @found, own => scalar @own,
        unseen => 0 + $imap->unseen_count,
    };
    $imap->logout;
    return $told;
}

# From one account to another, folder by folder.
sub move_house {
    my $from = session();
    my $to = session(User => $facts->{to}, kind => 'starttls');
    for my $folder (@{ $facts->{folders} }) {
        must($from, 'select', $from->select($folder));
        $to->create($folder) unless $to->exists($folder);
        must($from, 'migrate', $from->migrate($to, 'ALL', $folder));
    }
    $from->logout;
    $to->logout;
    return { done => JSON::PP::true };
}

# Flags, copies, deletions, names.
sub change {
    my $imap = session();
    must($imap, 'select', $imap->select('INBOX'));
    my @uids = $imap->messages;
    must($imap, 'mark', $imap->mark(@uids[0, 1]));
    must($imap, 'see', $imap->see($uids[0]));
    must($imap, 'set_flag', $imap->set_flag('Own', @uids[1, 2]));
    must($imap, 'unset_flag', $imap->unset_flag('Own', $uids[2]));
    must($imap, 'deny_seeing', $imap->deny_seeing($uids[0]));
    my $flags = $imap->flags(\@uids);
    must($imap, 'create', $imap->create('One'));
    must($imap, 'copy', $imap->copy('One', @uids[0, 1]));
    must($imap, 'subscribe', $imap->subscribe('One'));
    must($imap, 'rename', $imap->rename('One', 'Two/three'));
    must($imap, 'delete_message', $imap->delete_message($uids[3]));
    must($imap, 'expunge', $imap->expunge);
    must($imap, 'move', $imap->move('Two/three', $uids[4]));
    must($imap, 'expunge', $imap->expunge);
    my $told = {
        flags => [map { join ' ', sort grep { $_ ne '\\Recent' } @{ $flags->{$_} } } @uids],
        left => scalar(@{ [$imap->messages] }), there => 0 + $imap->message_count('Two/three'),
        folders => [sort grep { /Two|One/ } $imap->folders], separator => $imap->separator, exists => $imap->exists('Two/three') ? 1 : 0,
    };
    $imap->logout;
    return $told;
}

# Waits by IDLE for a message that another session of ours appends.
sub wait_for {
    my $one = session();
    my $other = session(kind => 'tls');
    must($one, 'select', $one->select('INBOX'));
    my $tag = must($one, 'idle', $one->idle);
    must($other, 'append', $other->append_string('INBOX', "Message-ID: <idle\@client.example.org>\r\n\r\nx\r\n"));
    my @lines = map { s/\r?\n//gr } grep { /EXISTS/ } must($one, 'idle_data', $one->idle_data(20));
    must($one, 'done', $one->done($tag));
    my $told = { lines => \@lines, count => scalar(@{ [$one->messages] }) };
    $_->logout for $one, $other;
    return $told;
}

sub wants {
    my $imap = session();
    $imap->select('INBOX');
    my $want = $facts->{want};
    if ($want eq 'SORT') { $imap->sort('DATE', 'UTF-8', 'ALL') }
    elsif ($want eq 'THREAD') { $imap->thread('REFERENCES', 'UTF-8', 'ALL') }
    elsif ($want eq 'GETQUOTAROOT') { $imap->getquotaroot('INBOX') }
    elsif ($want eq 'GETACL') { $imap->getacl('INBOX') }
    elsif ($want eq 'COMPRESS') { $imap->compress }
    $imap->logout;
    return { done => JSON::PP::true };
}

print JSON::PP->new->canonical->encode(main->can($facts->{do})->()), "\n";
