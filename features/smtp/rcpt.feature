@smtp
Feature: RCPT names the recipients

  @rfc5321-4.1.1.3-rcpt-needs-a-forward-path @service:lmtp @service:submission
  Scenario: RCPT without TO and a path is refused
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT
      S: 5xx
      C: RCPT TO:
      S: 5xx
      C: RCPT TO:<{recipient}>
      S: (250|251)
      """

  @rfc5321-4.1.1.3-null-forward-path-refused @service:lmtp @service:submission
  Scenario: A null forward-path is refused
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:\<\>
      S: 5xx
      """
    Then the session is still usable

  @rfc5321-4.1.1.11-unknown-rcpt-parameter-555 @service:lmtp @service:submission
  Scenario: A parameter of RCPT that nobody knows is refused with 555
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}> XNOSUCH=1
      S: 555
      """
    Then the session is still usable

  @rfc5321-4.2.2-550-unknown-mailbox @service:lmtp @service:submission
  Scenario: A recipient that does not exist gets 550
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<nobody-{token}@{domain}>
      S: 550
      """
    Then the session is still usable

  @rfc5321-4.3.1-listed-replies-only @service:submission
  Scenario: A recipient that does not exist gets a code listed for RCPT
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<nobody-{token}@{domain}>
      S: (250|251|421|450|451|452|455|500|501|503|550|551|552|553|555)
      """

  @rfc5321-4.1.1.3-refused-recipient-leaves-the-others @service:lmtp @service:submission
  Scenario: A refused recipient leaves the others in place
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      for the one that was accepted
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: RCPT TO:
      S: 5xx
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message

  @rfc5321-4.1.1.3-every-recipient-is-kept @accounts:2 @service:submission
  Scenario: Every accepted recipient gets the message
    Given an SMTP client that can send mail
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
    And "{recipient2}" receives the message

  @rfc5321-4.1.1.3-source-route-recognised @service:submission
  Scenario: A source route is understood
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<@one.example.org,@two.example.org:{recipient}>
      S: (250|251|4xx|550|551|552|553|554)
      """
    Then the session is still usable

  @rfc5321-4.1.1.3-source-route-stripped @service:submission
  Scenario: Mail goes to the mailbox behind a source route
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      by a roundabout way
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<@one.example.org,@two.example.org:{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message

  @rfc5321-3.6.2-relay-declined-with-550 @base-only
  Scenario: A recipient to which the server does not relay gets 550
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{foreign}>
      S: 550
      C: RSET
      S: 250
      """

  @rfc5321-7.9-strangers-are-not-relayed @base-only
  Scenario: Whoever is not known cannot send to other domains
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: RCPT TO:<{foreign}>
      S: 5xx
      C: RSET
      S: 250
      """

  @rfc5321-C-header-names-no-recipients @accounts:2
  Scenario: Somebody whom the header names and the envelope does not gets nothing
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient2}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: lawful {token}

      for the second account
      """
    And it sends the message to "{recipient2}"
    And "{recipient2}" receives the message
    And this message
      """
      From: {sender}
      To: {recipient2}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <2.{token}@client.example.org>
      Subject: elsewhere {token}

      for the first account, though it does not say so
      """
    When it sends the message to "{recipient}"
    And "{recipient}" receives the message
    And a fence message reaches "{recipient2}"
    Then "{recipient2}" has received nothing with "elsewhere {token}"

  @rfc5321-4.5.1-postmaster-without-domain
  Scenario: Postmaster needs no domain
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<Postmaster>
      S: (250|251)
      """

  @rfc5321-4.5.1-postmaster-with-domain
  Scenario: Postmaster is there in the domain of the server
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<postmaster@{domain}>
      S: (250|251)
      """

  @rfc5321-4.5.1-postmaster-in-any-case
  Scenario: Postmaster may be written in any case
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<POSTMASTER@{domain}>
      S: (250|251)
      C: RCPT TO:<pOSTmASTER>
      S: (250|251)
      """

  @rfc5321-3.6.1-may-decline-to-relay @base-only
  Scenario: A server may decline to relay
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{foreign}>
      S: 5xx
      C: RSET
      S: 250
      """
