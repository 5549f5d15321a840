@smtp
Feature: The form of messages (RFC 5322)
  A server does not judge how a message is written. It keeps what it takes, in the order in which it came.

  @rfc5322-2.1.1-header-line-of-998-kept @service:lmtp
  Scenario: A long line in the header
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Long: {x*990}

      Above is a line of 998 characters.
      """
    When it sends the message
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added

  @rfc5322-2.2.3-long-folded-field-kept @service:lmtp
  Scenario: A field of many lines
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      References: <1@example.org>
       <2.{x*900}@example.org>
       <3.{x*900}@example.org>
       <4.{x*900}@example.org>
       <5.{x*900}@example.org>
       <6.{x*900}@example.org>
       <7.{x*900}@example.org>
       <8.{x*900}@example.org>
       <9.{x*900}@example.org>
       <10.{x*900}@example.org>
       <11.{x*900}@example.org>
       <12.{x*900}@example.org>

      This is the end of a long discussion.
      """
    When it sends the message
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added

  @rfc5322-3.3-trace-date-is-possible @service:lmtp @service:submission
  Scenario: The date of the Received field is one of the calendar
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      Stamped with a date.
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received.errors.date}" is ""

  @rfc5322-3.3-trace-date-with-single-spaces @service:lmtp @service:submission
  Scenario: The parts of that date are a space apart
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      Stamped with a date.
      """
    When it sends the message
    Then "{recipient}" receives the message
    And it is enough if "{top}" does not match "...Received:...;...(Mon|Tue|Wed|Thu|Fri|Sat|Sun),..."
    And "{top}" matches "...Received:...;...(Mon|Tue|Wed|Thu|Fri|Sat|Sun), <day:number> (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) <year:number> <clock:word> <zone:word>(|\r\n|\x20)..."

  @rfc5322-3.6-fields-not-reordered @service:lmtp @service:submission
  Scenario: Fields in an unusual order
    Given an SMTP client that can send mail
    And this message
      """
      Subject: {token}
      X-First: of its kind
      To: {recipient}
      Message-ID: <{token}@client.example.org>
      X-Second: of its kind
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      X-First: again
      From: {sender}

      The order of fields means nothing, and is kept.
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received}" matches "...Subject: {token}\r\n...X-First: of its kind\r\n...To: ...Message-ID: ...X-Second: of its kind\r\n...Date: ...X-First: again\r\n...From: ...\r\n\r\nThe order..."

  @rfc5322-3.6-trace-and-resent-not-reordered @service:lmtp @service:submission
  Scenario: Blocks of a message that was sent on, twice
    Given an SMTP client that can send mail
    And this message
      """
      Received: from two.example.org by three.example.org with ESMTP; Tue, 3 Mar 2026 12:02:00 +0000
      Resent-From: Second <second@example.org>
      Resent-Date: Tue, 3 Mar 2026 12:02:00 +0000
      Resent-To: {recipient}
      Received: from one.example.org by two.example.org with ESMTP; Tue, 3 Mar 2026 12:01:00 +0000
      Resent-Date: Tue, 3 Mar 2026 12:01:00 +0000
      Resent-From: First <first@example.org>
      Resent-To: second@example.org
      Received: by one.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      From: {sender}
      To: first@example.org
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      Sent on, and on.
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received}" matches "...Received: from two....Resent-From: Second ...Resent-Date: ...:02:00...Received: from one....Resent-Date: ...:01:00...Resent-From: First ...Received: by one....From: ...\r\n\r\nSent on..."

  @rfc5322-3.6-trace-kept-in-front @service:lmtp @service:submission
  Scenario: Trace fields stand in front of the rest
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      Nobody has seen me before.
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received}" does not match "...\r\nFrom: ...\r\nReceived: ..."
    And "{received}" does not match "...\r\nFrom: ...\r\nReturn-Path: ..."

  @rfc5322-3.6.6-resent-fields-are-for-information @accounts:2 @service:lmtp
  Scenario: A Resent-To field directs nothing
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient2}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: lawful {token}

      For the second account.
      """
    And it sends the message to "{recipient2}"
    And "{recipient2}" receives the message
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        Resent-From: {sender}
        Resent-To: {recipient2}
        Resent-Date: Tue, 3 Mar 2026 12:01:00 +0000
        From: {sender}
        To: {recipient2}
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <resent.{token}@client.example.org>
        Subject: resent {token}

        The envelope names the first account alone.
      S: 250
      """
    And a fence message reaches "{recipient2}"
    Then "{recipient2}" has received nothing with "resent {token}"

  @rfc5322-4-obsolete-forms-accepted @service:lmtp
  Scenario: A message as they were written long ago
    Given an SMTP client that can send mail
    And this message
      """
      Subject: {token}
      Received: (by mail) from one.example.org by two.example.org; Tue, 3 Mar 98 12:01 EST
      Date : Tue (a day) , 3 Mar 98 (a year) 12 : 00 EST
      From: J. R. Writer <@one.example.org,@two.example.org:writer . one @ example.org>
      Sender : writer@example.org
      To: , {recipient},, "Somebody" (else) <somebody@example.org> ,
      Message-ID : <{token} @ client . example.org>
      In-Reply-To: your letter of "last week" <1@example.org>
      References : the first <1@example.org> the second <2 . b @ example.org>
      Keywords: ,old,,forms,
      Comments : typed

      Paper is patient.
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received}" matches "...\r\n\r\nPaper is patient..."
    And "{received}" matches "...from one.example.org by two.example.org...3 Mar 98...\r\n..."
    And "{received}" matches "...J. R. Writer...@...example.org..."
    And "{received}" matches "...somebody@example.org..."
    And "{received}" matches "...last week...1@example.org..."
    And "{received}" matches "...old...forms..."
    And "{received}" matches "...typed..."

  @rfc5322-4-malformed-data-not-lost @service:lmtp
  Scenario: A header with lines that are no fields
    Given an SMTP client that can send mail
    And this message
      """
      Message-ID: <{token}@client.example.org>
      From: {sender}
      this line is no field
      Date Tue, 3 Mar 2026 12:00:00 +0000
      : a field without a name
      Subject: {token}

      What is this?
      """
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: <end:code> ...
      """
    And it is enough if "{end}" does not match "250"
    When "{recipient}" receives the message
    Then "{received}" matches "...this line is no field\r\n...Date Tue, 3 Mar 2026 12:00:00 +0000\r\n...: a field without a name\r\n...Subject: {token}\r\n...What is this?..."

  @rfc5322-4.1-control-characters-accepted @service:lmtp
  Scenario: Control characters in a field
    Given an SMTP client that can send mail
    And this message
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
      C{.}
        From: {sender}
        To: {recipient}
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <a.{token}@client.example.org>
        Subject: {token}
        Comments: a bell \x07 a step back \x08 \x01\x0b\x0c\x1b\x7f and the end

        Listen.
      S: 250
      """
    Then "{recipient}" receives the message
    And "{received}" matches "...\r\nComments: a bell \x07 a step back \x08 \x01\x0b\x0c\x1b\x7f and the end\r\n...Listen..."

  @rfc5322-4.2-blank-lines-in-a-field-accepted @service:lmtp
  Scenario: A field with lines of blanks in it
    Given an SMTP client that can send mail
    And this message
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
      C{.}
        From: {sender}
        To: {recipient}
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <a.{token}@client.example.org>
        Subject: {token}
        Comments: it begins
        \x20
        \x20goes on
        \x20\t
        \x20and ends
        X-After: the field above

        Here begins the body.
      S: 250
      """
    Then "{recipient}" receives the message
    And "{received}" matches "...\r\nComments: it begins\r\n\x20\r\n\x20goes on\r\n\x20\t\r\n\x20and ends\r\nX-After: the field above\r\n\r\nHere begins..."

  @rfc5322-4.5-repeated-fields-accepted @service:lmtp
  Scenario: Fields more than once
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      From: Somebody else <somebody@example.org>
      To: {recipient}
      Subject: {token}
      To: somebody@example.org
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Date: Wed, 4 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: another subject
      Message-ID: <another.{token}@client.example.org>

      Twice is better.
      """
    When it sends the message
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added
