@smtp
Feature: The greeting
  The server speaks first, gives its code and its name, and waits.

  @rfc5321-4.3.1-greeting-comes-unasked @service:lmtp @service:submission
  Scenario: The server speaks first
    Given an SMTP client that has dialled
    When it says
      """
      S: 220 ...
      """

  @rfc5321-4.3.2-connection-220-or-554
  Scenario: A new connection is greeted with 220 or 554
    Given an SMTP client that has dialled
    When it says
      """
      S: (220|554) ...
      """

  @rfc5321-4.3.1-greeting-names-the-host @rfc5321-4.2-greeting-grammar
  Scenario: The greeting begins with the name of the server
    Given an SMTP client that has dialled
    When it says
      """
      S: 220 <host:word> ...
      """
    Then "{host}" matches "(...\....|\[...\])"

  @rfc5321-4.1.2-server-name-has-ldh-labels @service:lmtp @service:submission
  Scenario: The name in the greeting is made of letters, digits and hyphens
    Given an SMTP client that has dialled
    When it says
      """
      S: 220 <host:word> ...
      """
    Then "{host}" does not match "...(_|!|/|@|,|\\|*|=)..."

  @rfc5321-4.5.4.2-listens-at-all-times @service:lmtp @service:submission
  Scenario: A second client is greeted while the first is served
    Given an SMTP client "first" that has said EHLO
    And an SMTP client "second" that has dialled
    When client "second" says
      """
      S: 220 ...
      C: NOOP
      S: 250
      """
    And client "first" says
      """
      C: NOOP
      S: 250
      """

  @rfc5321-4.5.4.2-several-transactions-at-once @temporary-counts @service:lmtp
  Scenario: Two clients have a transaction open at the same time
    Given an SMTP client "first" that has said EHLO
    And an SMTP client "second" that has said EHLO
    When client "first" says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      """
    And client "second" says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        From: {sender}
        Subject: second {token}

        from the second client
      S: 250
      """
    And client "first" says
      """
      C: DATA
      S: 354
      C{.}
        From: {sender}
        Subject: first {token}

        from the first client
      S: 250
      """

  @rfc5321-3.1-after-554-waits-for-quit @service:submission
  Scenario: A server that greets with 554 stays until QUIT
    Given an SMTP client that has dialled
    And it says
      """
      S: <code:code> ...
      """
    And the scenario ends here unless "{code}" is "554"
    When it says
      """
      C: NOOP
      S: (2xx|4xx|5xx)
      C: QUIT
      S: 221
      """
    Then the server closes the connection

  @rfc5321-3.1-after-554-answers-503 @service:submission
  Scenario: A server that greets with 554 answers every command but QUIT with 503
    Given an SMTP client that has dialled
    And it says
      """
      S: <code:code> ...
      """
    And the scenario ends here unless "{code}" is "554"
    When it says
      """
      C: EHLO {client}
      S: 503
      C: NOOP
      S: 503
      """
