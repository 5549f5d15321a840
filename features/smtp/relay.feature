@smtp
Feature: What strangers may send, and where (RFC 2505)
  A server passes nothing on for strangers, however the address is written. Beyond that, a sender that is often forged is no reason to refuse mail.

  @rfc2505-2.1-strangers-cannot-relay @rfc2505-2.1-relaying-decided-by-recipient-and-caller @rfc5068-4.1-mail-for-the-domain-told-from-submission @base-only
  Scenario: Mail for another domain is refused, and mail for this one is taken
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

  @rfc7504-3-521-refuses-no-single-recipient @base-only
  Scenario: A recipient is not refused in the name of the host
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{foreign}>
      S: <another-domain:code> ...
      C: RCPT TO:<nobody-{token}@{domain}>
      S: <unknown-here:code> ...
      C: RSET
      S: 250
      """
    Then "{another-domain}" does not match "521"
    And "{unknown-here}" does not match "521"

  @rfc7504-3-521-refuses-no-single-sender @base-only
  Scenario: A sender that is none is not refused in the name of the host
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<two words@example.org>
      S: <no-sender:code> ...
      C: RSET
      S: 250
      """
    Then "{no-sender}" does not match "521"

  @rfc7504-3-after-521-commands-get-521 @base-only
  Scenario: A host that greets with 521 says so again, or goes
    Given an SMTP client that has dialled
    And it says
      """
      S: <code:code> ...
      """
    And the scenario ends here unless "{code}" is "521"
    And the scenario ends here if the server closes
    When it says
      """
      C: NOOP
      S: 521
      """

  @rfc2505-2.1-client-name-gives-no-right-to-relay @base-only
  Scenario: A client that calls itself by the name of this domain may not relay
    Given an SMTP client that has connected
    When it says
      """
      C: EHLO {domain}
      S: (250|500|501|502|550|553|554)
      C: MAIL FROM:<{sender}>
      S: (250|5xx)
      C: RCPT TO:<{foreign}>
      S: 5xx
      """
    Given an SMTP client "as itself" that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      """

  @rfc2505-2.1-sender-gives-no-right-to-relay @accounts:1 @base-only
  Scenario: A sender of this domain does not make a stranger one of its users
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250
      C: RCPT TO:<{foreign}>
      S: 5xx
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: RSET
      S: 250
      """

  @rfc2505-2.1-no-relay-by-source-route @base-only
  Scenario: A source route leads nowhere else
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<@{domain}:{foreign}>
      S: 5xx
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: RSET
      S: 250
      """

  @rfc2505-2.1-no-relay-by-percent-sign @base-only
  Scenario: A percent sign leads nowhere else
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<nobody%example.net@{domain}>
      S: 5xx
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: RSET
      S: 250
      """

  @rfc2505-2.1-no-relay-by-bang-path @base-only
  Scenario: A path of exclamation marks leads nowhere else
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<example.net!nobody@{domain}>
      S: 5xx
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: RSET
      S: 250
      """

  @rfc2505-2.1-no-relay-by-quoted-mailbox @base-only
  Scenario: A foreign mailbox in quotes leads nowhere else
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<"{foreign}"@{domain}>
      S: 5xx
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: RSET
      S: 250
      """

  @rfc2505-2.2.1-received-has-the-address
  Scenario: The Received field of a message after HELO holds the address of the client
    Given an SMTP client that has connected
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      from some address
      """
    When it says
      """
      C: HELO {client}
      S: 250
      """
    And it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "...Received: from ...[...]...;..."

  @rfc2505-2.2.1-received-has-the-date
  Scenario: The Received field of a message after HELO holds date and time
    Given an SMTP client that has connected
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      at some time
      """
    When it says
      """
      C: HELO {client}
      S: 250
      """
    And it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "...Received:...;... (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) <year:number> <clock:word>..."

  @rfc2505-2.2.1-received-has-the-helo-name
  Scenario: The Received field of a message after HELO holds the name that was given
    Given an SMTP client that has connected
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      under some name
      """
    When it says
      """
      C: HELO {client}
      S: 250
      """
    And it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "...Received: from ...{client}...;..."

  @rfc2505-2.6.1-null-sender-accepted @rfc7505-4.2-null-reverse-path-keeps-its-use
  Scenario: A message without a sender is delivered
    Given an SMTP client that has said EHLO
    And this message
      """
      From: Mail system <postmaster@example.org>
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      Your message did not arrive.
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

  @rfc2505-2.6.1-null-sender-to-several-accepted @accounts:2
  Scenario: A message without a sender may have several recipients
    Given an SMTP client that has said EHLO
    And this message
      """
      From: Mail system <postmaster@example.org>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      Your message did not arrive.
      """
    When it says
      """
      C: MAIL FROM:\<\>
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

  @rfc2505-2.6.2-local-sender-accepted @accounts:2
  Scenario: Mail from outside may have a sender of this domain
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {recipient2}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      I am away from home, and a list has sent this on.
      """
    When it says
      """
      C: MAIL FROM:<{recipient2}>
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
