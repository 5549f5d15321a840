@smtp
Feature: Sizes that every server can take

  @rfc5321-4.5.3.1.4-command-line-of-512 @rfc5321-4.3.2-short-line-not-too-long @service:lmtp @service:submission
  Scenario: A command line of 512 octets is answered as a short one is
    Given an SMTP client that has said EHLO
    When it says
      """
      C: NOOP x
      S: <code:code> ...
      C: NOOP {x*505}
      S: {code} ...
      """

  @rfc5321-4.5.3.1.6-text-line-of-1000 @service:lmtp @framing
  Scenario: A text line of 1000 octets is taken and kept whole
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      998 octets of text: {x*978}
      .a doubled period does not count: {x*964}
      """
    When it sends the message
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added

  @rfc5321-4.5.3.1.7-content-of-64k @service:lmtp
  Scenario: A message of 64K octets is taken
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      line 00 of 998 octets {x*976}
      line 01 of 998 octets {x*976}
      line 02 of 998 octets {x*976}
      line 03 of 998 octets {x*976}
      line 04 of 998 octets {x*976}
      line 05 of 998 octets {x*976}
      line 06 of 998 octets {x*976}
      line 07 of 998 octets {x*976}
      line 08 of 998 octets {x*976}
      line 09 of 998 octets {x*976}
      line 10 of 998 octets {x*976}
      line 11 of 998 octets {x*976}
      line 12 of 998 octets {x*976}
      line 13 of 998 octets {x*976}
      line 14 of 998 octets {x*976}
      line 15 of 998 octets {x*976}
      line 16 of 998 octets {x*976}
      line 17 of 998 octets {x*976}
      line 18 of 998 octets {x*976}
      line 19 of 998 octets {x*976}
      line 20 of 998 octets {x*976}
      line 21 of 998 octets {x*976}
      line 22 of 998 octets {x*976}
      line 23 of 998 octets {x*976}
      line 24 of 998 octets {x*976}
      line 25 of 998 octets {x*976}
      line 26 of 998 octets {x*976}
      line 27 of 998 octets {x*976}
      line 28 of 998 octets {x*976}
      line 29 of 998 octets {x*976}
      line 30 of 998 octets {x*976}
      line 31 of 998 octets {x*976}
      line 32 of 998 octets {x*976}
      line 33 of 998 octets {x*976}
      line 34 of 998 octets {x*976}
      line 35 of 998 octets {x*976}
      line 36 of 998 octets {x*976}
      line 37 of 998 octets {x*976}
      line 38 of 998 octets {x*976}
      line 39 of 998 octets {x*976}
      line 40 of 998 octets {x*976}
      line 41 of 998 octets {x*976}
      line 42 of 998 octets {x*976}
      line 43 of 998 octets {x*976}
      line 44 of 998 octets {x*976}
      line 45 of 998 octets {x*976}
      line 46 of 998 octets {x*976}
      line 47 of 998 octets {x*976}
      line 48 of 998 octets {x*976}
      line 49 of 998 octets {x*976}
      line 50 of 998 octets {x*976}
      line 51 of 998 octets {x*976}
      line 52 of 998 octets {x*976}
      line 53 of 998 octets {x*976}
      line 54 of 998 octets {x*976}
      line 55 of 998 octets {x*976}
      line 56 of 998 octets {x*976}
      line 57 of 998 octets {x*976}
      line 58 of 998 octets {x*976}
      line 59 of 998 octets {x*976}
      line 60 of 998 octets {x*976}
      line 61 of 998 octets {x*976}
      line 62 of 998 octets {x*976}
      line 63 of 998 octets {x*976}
      line 64 of 998 octets {x*976}
      line 65 of 998 octets {x*976}
      """
    When it sends the message
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added

  @rfc5321-4.5.3.1.7-size-extension-where-restricted @service:lmtp @service:submission
  Scenario: A server that limits the size of messages offers SIZE
    Given an SMTP client that has said EHLO
    Then it announces "SIZE"

  @rfc5321-4.5.3.1.8-hundred-recipients @base-only @temporary-counts
  Scenario: A hundred recipients are taken in one transaction
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      named a hundred times
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      """
    And it names "{recipient}" 100 times, and each is taken
    And it says
      """
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message

  @rfc5321-4.5.3.1.10-too-many-recipients-452 @base-only @temporary-counts @accounts:2
  Scenario: A recipient over the limit gets 452, or a 5yz code where the site will have it so
    Given an SMTP client that has said EHLO
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      """
    When it names "{recipient}" "{site.rcpt_limit}" times, and each is taken
    And it says
      """
      C: RCPT TO:<{recipient2}>
      S: (452|500|501|503|550|551|553|554)
      C: RSET
      S: 250
      """

  @rfc5321-4.5.3.1.8-recipient-limit-is-orderly @base-only @temporary-counts @accounts:2
  Scenario: Recipients over the limit are refused, and those before them get the message
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      for as many as there may be
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      """
    And it names "{recipient}" "{site.rcpt_limit}" times, and each is taken
    And it says
      """
      C: RCPT TO:<{recipient2}>
      S: (4xx|5xx)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message

  @rfc5321-4.5.3.1.8-recipient-limit-is-orderly @base-only @temporary-counts @accounts:2
  Scenario: A recipient over the limit gets the next message
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      sent again to who was left over
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      """
    And it names "{recipient}" "{site.rcpt_limit}" times, and each is taken
    And it says
      """
      C: RCPT TO:<{recipient2}>
      S: (4xx|5xx)
      C: RSET
      S: 250
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient2}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient2}" receives the message
