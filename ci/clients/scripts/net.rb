# Works on mail by the libraries that come with Ruby, as the first argument says in JSON; prints what it found.
require 'digest'
require 'json'
require 'net/imap'
require 'net/pop'
require 'net/smtp'
require 'openssl'
require 'time'

FACTS = JSON.parse(ARGV[0])
TRUST = { ca_file: FACTS['ca'], verify_mode: OpenSSL::SSL::VERIFY_PEER }.freeze
PORTS = FACTS['ports']

def imap(kind)
  tls = kind == 'tls'
  box = Net::IMAP.new('localhost', port: PORTS[tls ? 'imaps' : 'imap'], ssl: tls ? TRUST : false)
  box.starttls(TRUST) if kind == 'starttls'
  kind == 'clear' ? box.login(FACTS['user'], FACTS['password']) : box.authenticate('PLAIN', FACTS['user'], FACTS['password'])
  box
end

def outline(part)
  children = part.respond_to?(:parts) && part.parts ? part.parts.map { |p| outline(p) } : []
  [part.media_type, part.subtype, part.is_a?(Net::IMAP::BodyTypeMultipart) ? nil : part.size, children]
end

# Appends, and parses all that can be asked of a message.
def look
  box = imap(FACTS['kind'])
  name = Net::IMAP.encode_utf7(FACTS['name'])
  box.create(name)
  FACTS['files'].each { |f| box.append(name, File.binread(f), %i[Seen Flagged], Time.at(1_772_539_200)) }
  box.select(name)
  all = box.fetch(1..-1, %w[UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE BODY.PEEK[]])
  told = {
    digests: all.map { |m| Digest::SHA256.hexdigest(m.attr['BODY[]']) },
    sizes: all.map { |m| m.attr['RFC822.SIZE'] },
    dates: all.map { |m| Time.parse(m.attr['INTERNALDATE']).to_i }.uniq,
    ids: all.map { |m| m.attr['ENVELOPE'].message_id },
    from: all.map { |m| m.attr['ENVELOPE'].from&.first&.mailbox },
    outlines: all.map { |m| outline(m.attr['BODYSTRUCTURE']) },
    names: box.list('', '*').map { |l| Net::IMAP.decode_utf7(l.name) }.select { |n| n == FACTS['name'] },
    status: box.status(name, %w[MESSAGES UNSEEN]),
    found: box.uid_search(['SUBJECT', 'Grüße'.b], 'UTF-8')
  }
  box.logout
  box.disconnect
  told
end

# Two sessions: one waits by IDLE while the other changes things.
def watch
  one = imap('clear')
  other = imap('tls')
  one.select('INBOX')
  other.select('INBOX')
  seen = []
  waiter = Thread.new do
    one.idle(30) do |r|
      seen << r.name if r.is_a?(Net::IMAP::UntaggedResponse)
      one.idle_done if seen.include?('EXPUNGE')
    end
  end
  sleep 0.05 until one.instance_variable_get(:@idle_done_cond)
  other.append('INBOX', "Message-ID: <watch@client.example.org>\r\n\r\nx\r\n")
  sleep 0.05 until seen.include?('EXISTS')
  other.noop
  other.store(1, '+FLAGS', [:Deleted])
  sleep 0.05 until seen.include?('FETCH')
  other.expunge
  waiter.join
  [one, other].each(&:logout)
  { seen: seen.uniq }
end

# By SMTP over three kinds of session, read by POP3 and deleted.
def carry
  FACTS['files'].each_with_index do |file, i|
    kind = %w[starttls tls smtp][i % 3]
    smtp = Net::SMTP.new('localhost', PORTS[{ 'starttls' => 'submission', 'tls' => 'submissions', 'smtp' => 'smtp' }[kind]])
    context = Net::SMTP.default_ssl_context
    context.ca_file = FACTS['ca']
    kind == 'tls' ? smtp.enable_tls(context) : smtp.disable_starttls
    smtp.enable_starttls(context) if kind == 'starttls'
    login = kind == 'smtp' ? [] : [FACTS['user'], FACTS['password'], i.even? ? :plain : :login]
    smtp.start('client.example.org', *login) { |s| s.send_message(File.binread(file), FACTS['user'], FACTS['user']) }
  end
  pop = Net::POP3.new('localhost', PORTS['pop3s'])
  pop.enable_ssl(OpenSSL::SSL::VERIFY_PEER, FACTS['ca'])
  digests = []
  pop.start(FACTS['user'], FACTS['password']) do |p|
    p.each_mail do |m|
      digests << Digest::SHA256.hexdigest(m.pop)
      m.delete if digests.size > 3
    end
  end
  { count: digests.size, digests: digests.first(3) }
end

def wants
  box = imap('clear')
  box.append('INBOX', "Subject: x\r\n\r\nx\r\n")
  box.select('INBOX')
  begin
    case FACTS['want']
    when 'MOVE' then box.uid_move(1, 'Trash')
    when 'SORT' then box.uid_sort(['DATE'], ['ALL'], 'UTF-8')
    when 'THREAD' then box.uid_thread('REFERENCES', ['ALL'], 'UTF-8')
    when 'GETQUOTAROOT' then box.getquotaroot('INBOX')
    when 'GETACL' then box.getacl('INBOX')
    when 'XLIST' then box.xlist('', '*')
    end
  rescue Net::IMAP::BadResponseError, Net::IMAP::NoResponseError
    nil
  end
  box.logout
  { done: true }
end

puts JSON.generate(send(FACTS['do']))
