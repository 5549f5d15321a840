@smtp @own
Feature: What is handed in is what IMAP and POP3 hand out
  Lawful messages that stores and relays like to change. Below the fields that the path put on top each must come back octet for octet,
  by IMAP as by POP3.

  Background:
    Given an SMTP client that has said EHLO

  @rfc5321-4.5.2-leading-dot-removed @rfc1939-3-lines-byte-stuffed @service:lmtp
  Scenario: Lines that begin with periods come out by IMAP and by POP3
    Given this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      .one period
      ..two periods
      ...three periods
      . a period and a blank
      a period at the end.
      """
    When it sends the message
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added
    And a POP3 client that has logged in
    And it says
      """
      C: RETR 1
      S: +OK ...
      S{.} {received}
      """

  @rfc5321-4.5.2-leading-dot-removed @rfc1939-3-lines-byte-stuffed @service:lmtp
  Scenario: Lines of nothing but periods come out by IMAP and by POP3
    Given this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      .
      ..

      .
      ...
      {.*900}
      .
      """
    When it sends the message
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added
    And a POP3 client that has logged in
    And it says
      """
      C: RETR 1
      S: +OK ...
      S{.} {received}
      """

  @rfc5321-4.1.1.4-no-line-is-added @service:lmtp
  Scenario: An empty body comes out by IMAP and by POP3
    Given this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}


      """
    When it sends the message
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added
    And a POP3 client that has logged in
    And it says
      """
      C: RETR 1
      S: +OK ...
      S{.} {received}
      """

  @rfc5321-4.1.1.4-no-line-is-added @service:lmtp
  Scenario: Empty lines at the beginning and at the end of a body come out by IMAP and by POP3
    Given this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}



      two empty lines before, three behind




      """
    When it sends the message
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added
    And a POP3 client that has logged in
    And it says
      """
      C: RETR 1
      S: +OK ...
      S{.} {received}
      """

  @rfc5321-4.5.3.1.6-text-line-of-1000 @service:lmtp
  Scenario: Lines as long as a message may have come out by IMAP and by POP3
    Given this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      {x*998}
      .{y*997}
      {long words *83}ab
      {z*998}
      """
    When it sends the message
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added
    And a POP3 client that has logged in
    And it says
      """
      C: RETR 1
      S: +OK ...
      S{.} {received}
      """

  @rfc5321-4.5.3.1.7-content-of-64k @service:lmtp
  Scenario: A message of 200 kilobytes comes out by IMAP and by POP3
    Given this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      {One of many lines of a text that is long, although none of its lines is.
      *1400}
      {.Of these each begins with a period, and there are as many of them again.
      *1400}
      """
    When it sends the message
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added
    And a POP3 client that has logged in
    And it says
      """
      C: RETR 1
      S: +OK ...
      S{.} {received}
      """

  @rfc6152-3-all-bits-preserved @service:lmtp
  Scenario: A body of eight-bit text comes out by IMAP and by POP3
    Given this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      MIME-Version: 1.0
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: 8bit

      Grüße aus Köln, ça va, Ελληνικά, по-русски, 日本語, 🙂
      ÿ
      """
    When it says
      """
      C: MAIL FROM:<{sender}> BODY=8BITMIME
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added
    And a POP3 client that has logged in
    And it says
      """
      C: RETR 1
      S: +OK ...
      S{.} {received}
      """

  @rfc6152-3-all-bits-preserved @service:lmtp
  Scenario: Every octet from 128 up comes out by IMAP and by POP3
    Given this message
      """
      Subject: {token}
      """
    When it says
      """
      C: MAIL FROM:<{sender}> BODY=8BITMIME
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C: From: {sender}
      C: To: {recipient}
      C: Date: Tue, 3 Mar 2026 12:00:00 +0000
      C: Message-ID: <{token}@client.example.org>
      C: MIME-Version: 1.0
      C: Content-Type: text/plain; charset=iso-8859-1
      C: Content-Transfer-Encoding: 8bit
      C: Subject: {token}
      C:
      C: 8 \x80\x81\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f
      C: 9 \x90\x91\x92\x93\x94\x95\x96\x97\x98\x99\x9a\x9b\x9c\x9d\x9e\x9f
      C: a \xa0\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xab\xac\xad\xae\xaf
      C: b \xb0\xb1\xb2\xb3\xb4\xb5\xb6\xb7\xb8\xb9\xba\xbb\xbc\xbd\xbe\xbf
      C: c \xc0\xc1\xc2\xc3\xc4\xc5\xc6\xc7\xc8\xc9\xca\xcb\xcc\xcd\xce\xcf
      C: d \xd0\xd1\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xd9\xda\xdb\xdc\xdd\xde\xdf
      C: e \xe0\xe1\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xea\xeb\xec\xed\xee\xef
      C: f \xf0\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe\xff
      C: .
      S: 250
      """
    Then "{recipient}" receives the message
    And "{received}" matches "...\r\n\r\n8 \x80\x81\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f\r\n9 ...\r\na \xa0\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xab\xac\xad\xae\xaf\r\nb ...\r\nf \xf0\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe\xff\r\n"
    And a POP3 client that has logged in
    And it says
      """
      C: RETR 1
      S: +OK ...
      S{.} {received}
      """

  @rfc5321-4.5.2-all-ascii-delivered @service:lmtp
  Scenario: Control characters come out by IMAP and by POP3
    Given this message
      """
      Subject: {token}
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C: From: {sender}
      C: To: {recipient}
      C: Date: Tue, 3 Mar 2026 12:00:00 +0000
      C: Message-ID: <{token}@client.example.org>
      C: Subject: {token}
      C:
      C: 0 \x01\x02\x03\x04\x05\x06\x07\x08\x09\x0b\x0c\x0e\x0f
      C: 1 \x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x7f
      C: .
      S: 250
      """
    Then "{recipient}" receives the message
    And "{received}" matches "...\r\n\r\n0 \x01\x02\x03\x04\x05\x06\x07\x08\x09\x0b\x0c\x0e\x0f\r\n1 \x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x7f\r\n"
    And a POP3 client that has logged in
    And it says
      """
      C: RETR 1
      S: +OK ...
      S{.} {received}
      """

  @rfc5321-4.5.2-all-ascii-delivered @service:lmtp
  Scenario: Blanks and tabs at the ends of lines come out by IMAP and by POP3
    Given this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      one blank{ *1}
      nine blanks{ *9}
      a tab{	*1}
      { *72}
      { *1}

      -- { *1}
      the end{ *3}
      """
    When it sends the message
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added
    And a POP3 client that has logged in
    And it says
      """
      C: RETR 1
      S: +OK ...
      S{.} {received}
      """

  @rfc5321-4.5.2-transformations-reversible @service:lmtp
  Scenario: A header section of many forms comes out by IMAP and by POP3
    Given this message
      """
      From: "A. Sender, of many words" (a comment
       on two lines)
      {	*1}<{sender}>
      To: <{recipient}>
      DATE: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      subject: {token}
      X-Empty:
      X-Colon: a: b: c
      X-No-Blank:value
      X-Two-Blanks:  value
      x-twice: the first
      X-Twice: the second
      X-Long: {a word of many *30}
       {and *40}
      References: <one@client.example.org>
       <two@client.example.org>
       <three@client.example.org>
      {X-Many: as many fields as a much travelled message may have
      *60}
      Comments: the last one

      A body.
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added
    And a POP3 client that has logged in
    And it says
      """
      C: RETR 1
      S: +OK ...
      S{.} {received}
      """

  @rfc5321-4.5.2-transformations-reversible @service:lmtp
  Scenario: Lines that stores treat as their own come out by IMAP and by POP3
    Given this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      From {sender} Tue Mar  3 12:00:00 2026
      From here on a mailbox of one file sees the next message.

      From here too.
      >From a quotation
      >>From a quotation of one
      From: somebody else <other@example.org>
      +OK 120 octets
      * BYE
      )
      {3}
      {100+}
      Status: RO
      """
    When it sends the message
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added
    And a POP3 client that has logged in
    And it says
      """
      C: RETR 1
      S: +OK ...
      S{.} {received}
      """
