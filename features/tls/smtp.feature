@smtp
Feature: STARTTLS in SMTP and Submission (RFC 3207)

  @rfc3207-4-starttls-gets-220 @service:submission
  Scenario: STARTTLS is answered 220, and the handshake follows
    Given an SMTP client that has said EHLO
    When it says
      """
      C: STARTTLS
      S: 220 ...
      """
    And it starts TLS
    Then it says
      """
      C: EHLO {client}
      S: 250 ...
      """

  @rfc3207-4-no-parameter-501 @service:submission @base-only
  Scenario: STARTTLS takes no parameter
    Given an SMTP client that has said EHLO
    When it says
      """
      C: STARTTLS now
      S: 501 ...
      """
    Then the session is still usable

  @rfc3207-4-public-server-takes-mail-in-clear @base-only
  Scenario: Port 25 takes mail for its own users without TLS
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: (250|251) ...
      """

  @rfc3207-4.2-ehlo-is-forgotten
  Scenario: The name given before TLS is not used after it
    Given an SMTP client that has connected
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      Two names, one of them in clear.
      """
    And it says
      """
      C: EHLO before.example.org
      S: 250 ...
      C: STARTTLS
      S: 220 ...
      """
    And it starts TLS
    When it says
      """
      C: EHLO after.example.org
      S: 250 ...
      """
    And it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "...after.example.org..."
    And "{top}" does not match "...before.example.org..."

  @rfc3207-4.2-transaction-is-forgotten
  Scenario: No sender and no recipient outlives the handshake
    Given an SMTP client that has said EHLO
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: (250|251) ...
      C: STARTTLS
      S: <code:code> ...
      """
    And the scenario ends here unless "{code}" is "220"
    When it starts TLS
    Then it says
      """
      C: EHLO {client}
      S: 250 ...
      C: DATA
      S: (503|554) ...
      """

  @rfc3207-4.2-nothing-injected-before-tls @service:submission @service:lmtp
  Scenario: What was sent in clear behind STARTTLS is not obeyed inside TLS
    Given an SMTP client that has said EHLO
    When it says
      """
      C: STARTTLS
      C+ NOOP
      S: (220|5xx) ...
      """
    And it starts TLS, unless the server will not
    Then it says
      """
      C: XYZY
      S: 5xx ...
      C: NOOP
      S: 250 ...
      """

  @rfc3207-4.2-nothing-injected-before-tls
  Scenario: A transaction sent in clear behind STARTTLS leaves nothing
    Given an SMTP client that has said EHLO
    When it says
      """
      C: STARTTLS
      C+ MAIL FROM:<{sender}>
      C+ RCPT TO:<{recipient}>
      S: (220|5xx) ...
      """
    And it starts TLS, unless the server will not
    Then it says
      """
      C: NOOP
      S: 250 ...
      C: XYZY
      S: 5xx ...
      C: EHLO {client}
      S: 250 ...
      C: DATA
      S: (503|554) ...
      """

  @rfc3207-4.2-nothing-injected-before-tls @service:submission @service:lmtp
  Scenario: Half a line sent in clear behind STARTTLS is no part of the first line inside TLS
    Given an SMTP client that has said EHLO
    When it says
      """
      C: STARTTLS
      C+| XY
      S: (220|5xx) ...
      """
    And it starts TLS, unless the server will not
    Then it says
      """
      C: NOOP
      S: 250 ...
      """

  @rfc3207-4.2-nothing-injected-before-tls @accounts:2
  Scenario: A message sent in clear behind STARTTLS is not delivered
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: lawful {token}

      the second account can be reached this way
      """
    When it sends the message to "{recipient2}"
    And "{recipient2}" receives the message
    And it says
      """
      C: STARTTLS
      C+| EHLO {client}\r\nMAIL FROM:<{sender}>\r\nRCPT TO:<{recipient2}>\r\nDATA\r\nSubject: smuggled {token}\r\n\r\nin clear\r\n.\r\n
      S: (220|5xx) ...
      """
    And it starts TLS, unless the server will not
    And it says
      """
      C: NOOP
      S: 250 ...
      """
    And a fence message reaches "{recipient2}"
    Then "{recipient2}" has received nothing with "smuggled {token}"

  @rfc3207-4.2-starttls-not-offered-inside-tls @service:submission @service:lmtp
  Scenario: STARTTLS is not offered inside TLS
    Given an SMTP client that has said EHLO
    And it says
      """
      C: STARTTLS
      S: 220 ...
      """
    And it starts TLS
    Then it does not announce "STARTTLS"

  @rfc3207-4.2-second-starttls-refused @service:submission
  Scenario: STARTTLS inside TLS is refused
    Given an SMTP client that has said EHLO
    And it says
      """
      C: STARTTLS
      S: 220 ...
      """
    And it starts TLS
    When it says
      """
      C: EHLO {client}
      S: 250 ...
      C: STARTTLS
      S: (4xx|5xx) ...
      """
    Then the session is still usable
