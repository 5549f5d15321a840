# Sends messages by Net::SMTP, as the first argument says in JSON; prints what became of them.
use strict;
use warnings;
use JSON::PP;
use Net::SMTP;

my $facts = decode_json($ARGV[0]);

sub session {
    my ($kind) = @_;
    my $port = $facts->{ports};
    my %tls = (SSL_ca_file => $facts->{ca}, SSL_verifycn_name => 'localhost');
    my $smtp = $kind eq 'tls'
        ? Net::SMTP->new('localhost', Port => $port->{submissions}, SSL => 1, %tls, Timeout => 20)
        : Net::SMTP->new('localhost', Port => $port->{ $kind eq 'smtp' ? 'smtp' : 'submission' }, Timeout => 20);
    die "no session: $@ $!" unless $smtp;
    if ($kind eq 'starttls') { $smtp->starttls(%tls) or die 'starttls: ' . $smtp->message }
    if ($kind ne 'smtp') { $smtp->auth($facts->{user}, $facts->{password}) or die 'auth: ' . $smtp->message }
    return $smtp;
}

sub octets_of {
    my ($name) = @_;
    open(my $file, '<:raw', $name) or die $!;
    local $/;
    return <$file>;
}

sub octets {
    for my $kind (sort keys %{ $facts->{send} }) {
        my $smtp = session($kind);
        for my $name (@{ $facts->{send}{$kind} }) {
            my $message = octets_of($name);
            $smtp->mail($facts->{user}, Size => length $message, Bits => 8) or die 'mail: ' . $smtp->message;
            $smtp->recipient(@{ $facts->{to} }) or die 'rcpt: ' . $smtp->message;
            $smtp->data() or die 'data: ' . $smtp->message;
            # In pieces, as programs do: a line may be cut anywhere.
            $smtp->datasend($_) for unpack('(a997)*', $message);
            $smtp->dataend() or die 'end: ' . $smtp->message;
        }
        $smtp->quit;
    }
    return { done => JSON::PP::true };
}

sub some {
    my $smtp = session('smtp');
    $smtp->mail('a@example.org') or die;
    my @good = $smtp->recipient('nobody@example.test', @{ $facts->{to} }, { SkipBad => 1 });
    $smtp->data("Message-ID: <some\@client.example.org>\r\n", "\r\n", "x\r\n") or die;
    my $vrfy = $smtp->verify($facts->{to}[0]) ? 0 + $smtp->code : 0;
    my $help = $smtp->help ? 0 + $smtp->code : 0;
    $smtp->mail('a@example.org') or die;
    $smtp->reset or die;
    $smtp->quit;
    return { good => \@good, vrfy => $vrfy, help => $help };
}

sub notices {
    my $smtp = session('clear');
    $smtp->mail($facts->{user}, Return => 'HDRS', Envelope => 'x1') or die 'mail: ' . $smtp->message;
    $smtp->to($facts->{to}[0], { Notify => ['SUCCESS', 'FAILURE'], ORcpt => 'rfc822;' . $facts->{to}[0] }) or die 'rcpt: ' . $smtp->message;
    $smtp->data(octets_of($facts->{file})) or die 'data: ' . $smtp->message;
    $smtp->quit;
    return { done => JSON::PP::true };
}

sub binary {
    my $smtp = session('clear');
    $smtp->mail($facts->{user}, Bits => 'binary') or die 'mail: ' . $smtp->message;
    $smtp->to($facts->{to}[0]) or die 'rcpt: ' . $smtp->message;
    my @pieces = unpack('(a997)*', octets_of($facts->{file}));
    my $last = pop @pieces;
    for (@pieces) { $smtp->bdat($_) or die 'bdat: ' . $smtp->message }
    $smtp->bdatlast($last) or die 'last: ' . $smtp->message;
    $smtp->quit;
    return { done => JSON::PP::true };
}

sub turn {
    my $smtp = session('smtp');
    my $done = $smtp->etrn('example.test');
    $smtp->quit;
    return { done => $done ? JSON::PP::true : JSON::PP::false };
}

print encode_json(main->can($facts->{do})->()), "\n";
