@smtp
Feature: Trace fields
  What a server puts on top of a message that it received, and what it leaves alone below.

  @rfc5321-4.4-received-inserted @rfc5321-4.4-received-structured @service:lmtp @service:submission
  Scenario: A received message has a Received field of the right form on top
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      to be stamped
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "...Received:...;...\r\n..."
    And "{received.errors.structure}" is ""
    And the received message equals what was sent below the fields the path added

  @rfc5321-4.4-received-has-from @service:lmtp
  Scenario: The Received field says from whom
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      from somewhere
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "...Received: from ...;..."

  @rfc5321-4.4-received-has-by @service:lmtp
  Scenario: The Received field says by whom
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      by somebody
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "...Received: from ...(\x20|\t)by ...;..."

  @rfc5321-4.4-from-gives-the-ehlo-name @service:lmtp
  Scenario: The Received field gives the name that the client used
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      from a client with a name
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "...Received: from ...{client}...;..."

  @rfc5321-4.4-from-gives-the-address
  Scenario: The Received field gives the address of the client
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      from a client with an address
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "...Received: from ...[...]...;..."

  @rfc5321-4.4-with-registered @service:lmtp
  Scenario: The protocol in the Received field is a registered one
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      by a protocol with a name
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received.errors.with}" is ""

  @rfc5321-4.4-from-domain-grammar @service:lmtp
  Scenario: What the Received field says of the client is a name or an address
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      from a host that can be told
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received.errors.from}" is ""

  @rfc5321-4.4-by-domain-grammar @service:lmtp @service:submission
  Scenario: What the Received field says of the server is a name or an address
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      by a host that can be told
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received.errors.by}" is ""

  @rfc5321-4.4-clauses-in-order @service:lmtp @service:submission
  Scenario: The clauses of the Received field stand in their order
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      step by step
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received.errors.order}" is ""

  @rfc5321-4.4-via-registered @rfc5321-4.4-additional-clauses-registered @service:lmtp @service:submission
  Scenario: The Received field holds no clauses of somebody’s own
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      with nothing but the usual
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received.errors.via}" is ""
    And "{received.errors.clauses}" is ""

  @rfc5321-4.4-id-grammar @service:lmtp @service:submission
  Scenario: The id in the Received field is one word
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      under a number
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received.errors.id}" is ""

  @rfc5321-4.4-for-grammar @service:lmtp @service:submission
  Scenario: The FOR clause names a mailbox
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      for somebody with an address
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received.errors.for}" is ""

  @rfc5321-4.4-date-grammar @service:lmtp @service:submission
  Scenario: The date of the Received field is one that the calendar knows
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      on a day of the week
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received.errors.date}" is ""

  @rfc5321-F.5-four-digit-years @service:lmtp @service:submission
  Scenario: The year of the date has four digits
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      in a certain year
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "...Received:...;... (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) 20<yy:number> <clock:word>..."

  @rfc5321-4.4-date-without-obsolete-forms @rfc5321-4.4-date-with-an-offset @service:lmtp @service:submission
  Scenario: The date has four digits for the year and a numeric offset
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      on a certain day
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "...Received:...;... (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) 20<yy:number> <clock:word> (+|-)<offset:number>..."

  @rfc5321-4.4-zone-name-in-a-comment @service:lmtp @service:submission
  Scenario: A zone name stands in a comment if it is there at all
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      in a certain zone
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "...Received:...;...:<s:number> (+|-)<offset:number>(\r\n|\x20\r\n|\x20\(|\r\n\x20\(|\r\n\t\()..."

  @rfc5321-4.4-for-names-one-path @accounts:2
  Scenario: A FOR clause names one path, whoever else was named
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      for two
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: RCPT TO:<{recipient2}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message
    And "{top}" does not match "...{recipient}...{recipient2}..."
    And "{top}" does not match "...{recipient2}...{recipient}..."

  @rfc5321-4.4-old-received-unchanged @rfc5321-4.4-received-prepended @rfc5321-4.4-received-order-kept @rfc5321-4.4-received-nowhere-else @service:lmtp @service:submission
  Scenario: Trace fields that a message brings stay as they are, below the new one
    Given an SMTP client that can send mail
    And this message
      """
      Received: from two.example.org ([192.0.2.2]) by three.example.org with ESMTP id 33 for <{recipient}>; Tue, 3 Mar 2026 12:00:03 +0100
      Received: from one.example.org (one.example.org [192.0.2.1])
       by two.example.org with SMTP; Tue, 3 Mar 2026 12:00:02 +0100
      Received: by one.example.org; Tue, 3 Mar 2026 12:00:01 +0100
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      from far away
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "...Received: from ...{client}...Received: from two.example.org ([192.0.2.2])..."
    And the received message equals what was sent below the fields the path added

  @rfc5321-3.7.2-odd-trace-not-refused @rfc5321-3.7.2-odd-trace-handled-robustly @service:lmtp
  Scenario: Trace fields of an odd form are no reason to refuse
    Given an SMTP client that has said EHLO
    And this message
      """
      Received: somewhere, some time
      Received: by UUCP!host!other id <>; yesterday
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      with a strange history
      """
    When it sends the message
    Then "{recipient}" receives the message

  @rfc5321-4.4-return-path-supported @rfc5321-4.4-return-path-grammar @rfc5321-4.4-return-path-before-received @service:lmtp @service:submission
  Scenario: The delivered message begins with a Return-Path field
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      errors go to the envelope
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "Return-Path: \<...\>\r\n...Received:..."
    And "{return-path.errors}" is ""

  @rfc5321-4.4-return-path-holds-the-reverse-path @service:lmtp @service:submission
  Scenario: The Return-Path field holds the reverse-path and not the author
    Given an SMTP client that can send mail
    And this message
      """
      From: somebody else <other@example.org>
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      errors go to the envelope
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "...Return-Path: \<{sender}\>\r\n..."

  @rfc5321-4.4-one-return-path @service:lmtp @service:submission
  Scenario: A delivered message has one Return-Path field
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      one way back
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received}" matches "...Return-Path:..."
    And "{received}" does not match "...Return-Path:...Return-Path:..."

  @rfc5321-4.4-old-return-path-may-be-removed @service:lmtp
  Scenario: Some servers take out a Return-Path field that the message brings
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Return-Path: <old@example.org>
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      delivered once before
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received}" does not match "...Return-Path: \<old@example.org\>..."

  @rfc5321-4.4-one-return-path @service:lmtp @service:submission
  Scenario: A message that brings a Return-Path field is delivered with one
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Return-Path: <old@example.org>
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      delivered once before
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received}" matches "...Return-Path:..."
    And "{received}" does not match "...Return-Path:...Return-Path:..."

  @rfc5321-4.4-null-return-path @service:lmtp
  Scenario: A null reverse-path is kept as such
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      from nobody who could be told
      """
    When it says
      """
      C: MAIL FROM:\<\>
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
    And "{top}" matches "...Return-Path: \<\>\r\n..."

  @rfc5321-7.2-recipients-not-disclosed @accounts:2
  Scenario: One recipient does not learn of the other
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      in confidence
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: RCPT TO:<{recipient2}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message
    And "{received}" does not match "...{recipient2}..."

  @rfc5321-7.2-header-not-derived-from-envelope @rfc5321-7.2-no-apparently-to @service:lmtp
  Scenario: A message that does not say to whom it goes is delivered as it is
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      whom it may concern
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received}" does not match "...\r\n(To|Cc|Bcc):..."
    And "{received}" does not match "...Apparently-To:..."
