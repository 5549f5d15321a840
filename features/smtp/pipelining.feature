@smtp
Feature: Commands sent in groups (RFC 2920)

  @rfc2920-3.2-answers-in-order @service:lmtp
  Scenario: Answers come in the order of the commands
    Given an SMTP client that has said EHLO
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
    Given an SMTP client that has said EHLO
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

  @rfc2920-3.2-answers-before-waiting @service:lmtp @framing
  Scenario: All answers that are due come before the server waits
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      C+ RCPT TO:<{recipient}>
      C+ NOOP
      S: 250 ...
      S: (250|251) ...
      S: 250 ...
      """

  @rfc2920-3.2-last-commands-answered-at-once @service:lmtp
  Scenario: The answers to commands that end a group are not held back
    Given an SMTP client that has said EHLO
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
    Given an SMTP client that has said EHLO
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
