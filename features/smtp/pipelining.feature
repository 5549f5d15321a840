@smtp
Feature: Commands sent in groups (RFC 2920)

  @rfc2920-3.2-answers-in-order @service:lmtp
  Scenario: Answers come in the order of the commands
    Given an SMTP client that can send mail
    When it says
      """
      C: RSET
      C+ MAIL FROM:<{sender}>
      C+ RCPT TO:<no-such-user-{token}@{domain}>
      C+ RCPT TO:<{recipient}>
      S: 250 ...
      S: 250 ...
      S: 5xx ...
      S: (250|251) ...
      """

  @rfc2920-3.2-data-only-with-recipient @service:lmtp
  Scenario: DATA at the end of a group without a recipient gets no 354
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      C+ RCPT TO:<no-such-user-{token}@{domain}>
      C+ DATA
      S: 250 ...
      S: 5xx ...
      S: 5xx ...
      """
    Then the session is still usable

  @rfc2920-3.2-answers-before-waiting @service:lmtp @service:submission @framing
  Scenario: All answers that are due come before the server waits
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      C+ RCPT TO:<{recipient}>
      C+ NOOP
      S: 250 ...
      S: (250|251) ...
      S: 250 ...
      """

  @rfc2920-3.2-last-commands-answered-at-once @service:lmtp @service:submission
  Scenario: The answers to commands that end a group are not held back
    Given an SMTP client that can send mail
    When it says
      """
      C: NOOP
      S: 250 ...
      C: XYZY
      S: 5xx ...
      C: QUIT
      S: 221 ...
      """

  @rfc2920-3.2-input-is-not-lost @service:lmtp
  Scenario: What follows a command that failed is carried out
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      C+ RCPT TO:<no-such-user-{token}@{domain}>
      C+ RCPT TO:<{recipient}>
      C+ RSET
      C+ NOOP
      S: 250 ...
      S: 5xx ...
      S: (250|251) ...
      S: 250 ...
      S: 250 ...
      C: XYZY
      S: 5xx ...
      """

  @rfc2920-3.2-input-is-not-lost @service:lmtp
  Scenario: A transaction in the same write as the end of the one before is carried out
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      Behind another.
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      C+ RCPT TO:<{recipient}>
      C+ DATA
      S: 250 ...
      S: (250|251) ...
      S: 354 ...
      C{.}
        From: {sender}
        To: {recipient}
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <a.{token}@client.example.org>
        Subject: the first

        In front of another.
      C+ RSET
      C+ MAIL FROM:<{sender}>
      C+ RCPT TO:<{recipient}>
      C+ NOOP
      S: 250 ...
      S: 250 ...
      S: 250 ...
      S: (250|251) ...
      S: 250 ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives the message

  @rfc2920-3.2-data-only-with-recipient @service:lmtp
  Scenario: One recipient that is taken is enough, whatever comes behind it
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      C+ RCPT TO:<{recipient}>
      C+ RCPT TO:<no-such-user-{token}@{domain}>
      C+ DATA
      S: 250 ...
      S: (250|251) ...
      S: 5xx ...
      S: 354 ...
      """

  @rfc2920-3.2-dot-without-recipients-sends-nothing @service:lmtp
  Scenario: A lone period behind a 354 without recipients sends nothing
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      This way mail arrives.
      """
    When it sends the message
    And "{recipient}" receives the message
    And it says
      """
      C: MAIL FROM:<void-{token}@example.org>
      C+ RCPT TO:<no-such-user-{token}@{domain}>
      C+ DATA
      S: 250 ...
      S: 5xx ...
      S: <code:code> ...
      """
    And it is enough if "{code}" does not match "354"
    And it says
      """
      C: .
      S: (2xx|4xx|5xx) ...
      """
    And a fence message reaches "{recipient}"
    Then "{recipient}" has received nothing with "void-{token}"

  @rfc2920-3.2-texts-tell-commands-apart @service:lmtp @service:submission
  Scenario: The replies to MAIL and RCPT do not read the same
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 <mail:line>
      C: RCPT TO:<{recipient}>
      S: (250|251) <rcpt:line>
      """
    Then "{mail}" is not "{rcpt}"

  @rfc2920-3.2-answers-in-order @service:lmtp @framing
  Scenario: A group of many commands is answered one by one
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      C+ RCPT TO:<{recipient}>
      C+ RCPT TO:<no-such-user-{token}@{domain}>
      C+ RSET
      C+ RCPT TO:<{recipient}>
      C+ MAIL FROM:<{sender}>
      C+ RCPT TO:<no-such-user-{token}@{domain}>
      C+ RCPT TO:<{recipient}>
      C+ DATA
      S: 250 ...
      S: (250|251) ...
      S: 5xx ...
      S: 250 ...
      S: 503 ...
      S: 250 ...
      S: 5xx ...
      S: (250|251) ...
      S: 354 ...
      """
