@smtp
Feature: EHLO and HELO open a session

  @rfc5321-2.2.1-extensions-supported @rfc5321-4.5.1-ehlo-implemented @rfc5321-4.3.2-ehlo-250 @service:submission
  Scenario: EHLO is answered with 250
    Given an SMTP client that has connected
    When it says
      """
      C: EHLO {client}
      S: 250
      """

  @rfc5321-4.1.1.1-ehlo-takes-a-domain @service:submission
  Scenario: EHLO takes a domain of many labels
    Given an SMTP client that has connected
    When it says
      """
      C: EHLO a.b-c.d3.example.org
      S: 250
      """

  @rfc5321-4.1.1.1-ehlo-takes-an-address-literal @rfc5321-4.1.3-ipv4-literal @service:submission
  Scenario: EHLO takes an IPv4 address literal
    Given an SMTP client that has connected
    When it says
      """
      C: EHLO [192.0.2.17]
      S: 250
      """

  @rfc5321-4.1.3-ipv6-literal @service:submission
  Scenario Outline: EHLO takes an IPv6 address literal <how>
    Given an SMTP client that has connected
    When it says
      """
      C: EHLO [IPv6:<address>]
      S: 250
      """

    Examples:
      | how       | address              |
      | in full   | 2001:db8:0:0:1:0:0:1 |
      | cut short | 2001:db8::1          |

  @rfc5321-4.1.1.1-ehlo-reply-begins-with-the-domain @service:submission
  Scenario: The reply to EHLO begins with the name of the server
    Given an SMTP client that has connected
    When it says
      """
      C: EHLO {client}
      S: 250 <host:word> ...
      """
    Then "{host}" matches "(...\....|\[...\])"

  @rfc5321-4.1.1.1-ehlo-needs-an-argument @service:submission
  Scenario: EHLO without a name is refused
    Given an SMTP client that has connected
    When it says
      """
      C: EHLO
      S: 5xx
      """
    Then the session is still usable

  @rfc5321-4.1.4-unacceptable-ehlo-refused @service:submission
  Scenario: An EHLO that is not acceptable gets one of four codes
    Given an SMTP client that has connected
    When it says
      """
      C: EHLO
      S: (500|501|502|550)
      """

  @rfc5321-4.1.4-unacceptable-ehlo-refused @service:submission
  Scenario: A second EHLO is taken, or refused with one of four codes
    Given an SMTP client that has said EHLO
    When it says
      """
      C: EHLO {client}
      S: (250|500|501|502|550)
      """

  @rfc5321-4.1.4-refused-ehlo-keeps-the-state
  Scenario: A refused EHLO leaves an open transaction as it was
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: EHLO
      S: 5xx
      C: RCPT TO:<{recipient}>
      S: (250|251)
      """

  @rfc5321-4.1.4-ehlo-resets-the-transaction
  Scenario: EHLO within a session ends the open transaction
    Given an SMTP client that has said EHLO
    And it says
      """
      C: EHLO {client}
      S: 250
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: EHLO {client}
      S: 250
      C: RCPT TO:<{recipient}>
      S: 503
      """
    Then the session is still usable

  @rfc5321-4.1.1.1-ehlo-starts-without-a-transaction
  Scenario: HELO within a session ends the open transaction too
    Given an SMTP client that has said EHLO
    And it says
      """
      C: HELO {client}
      S: 250
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: HELO {client}
      S: 250
      C: RCPT TO:<{recipient}>
      S: 503
      """
    Then the session is still usable

  @rfc5321-4.1.1.1-helo-answered @rfc5321-4.5.1-helo-implemented @rfc5321-4.3.2-helo-250
  Scenario: HELO opens a session in which mail is taken
    Given an SMTP client that has connected
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      said after HELO
      """
    When it says
      """
      C: HELO {client}
      S: 250
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

  @rfc5321-3.2-helo-gets-no-extension-list @service:submission
  Scenario: The reply to HELO lists no extensions
    Given an SMTP client that has connected
    When it says
      """
      C: HELO {client}
      S: 250
      S&! 250 PIPELINING
      S&! 250 8BITMIME
      S&! 250 SIZE ...
      S&! 250 ENHANCEDSTATUSCODES
      S&! 250 STARTTLS
      S&! 250 AUTH ...
      S&! 250 CHUNKING
      S&! 250 SMTPUTF8
      S&! 250 DSN
      S&! 250 VRFY
      S&! 250 HELP
      """

  @rfc5321-4.1.4-ehlo-name-that-does-not-fit-is-no-reason
  Scenario: A name in EHLO that is not the client's does not keep its mail out
    Given an SMTP client that has connected
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      from another name
      """
    When it says
      """
      C: EHLO mx.elsewhere.example.org
      S: 250
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

  @rfc5321-2.4-8bitmime-supported @service:submission
  Scenario: 8BITMIME is on offer
    Given an SMTP client that has connected
    Then it announces "8BITMIME"

  @rfc5321-4.2.4-announced-is-implemented @service:lmtp
  Scenario: A parameter of an extension is not unknown where the extension is announced
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}> BODY=8BITMIME
      S: (250|4xx|501|503|504|530|550|552|553|554|555)
      """

  @rfc5321-4.1.1.1-helo-needs-an-argument @service:submission
  Scenario: HELO without a name is refused
    Given an SMTP client that has connected
    When it says
      """
      C: HELO
      S: 5xx
      """
    Then the session is still usable
