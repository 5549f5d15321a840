@smtp
Feature: NOOP and QUIT

  @rfc5321-4.3.2-noop-250 @service:lmtp @service:submission
  Scenario: NOOP is answered with 250
    Given an SMTP client that has said EHLO
    When it says
      """
      C: NOOP
      S: 250
      """

  @rfc5321-4.5.1-noop-implemented @service:submission
  Scenario: NOOP is implemented
    Given an SMTP client that has said EHLO
    When it says
      """
      C: NOOP
      S: 250
      """

  @rfc5321-4.1.1.9-noop-ignores-argument @service:lmtp @service:submission
  Scenario: The argument of NOOP is ignored
    Given an SMTP client that has said EHLO
    When it says
      """
      C: NOOP whatever
      S: 250
      C: NOOP "with a blank"
      S: 250
      """

  @rfc5321-4.1.1.9-noop-leaves-the-transaction @service:lmtp @service:submission
  Scenario: NOOP leaves an open transaction as it was
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: NOOP
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: NOOP
      S: 250
      C: DATA
      S: 354
      """

  @rfc5321-4.1.1.10-quit-answered-221 @rfc5321-4.3.2-quit-221 @service:lmtp @service:submission
  Scenario: QUIT is answered with 221
    Given an SMTP client that has said EHLO
    When it says
      """
      C: QUIT
      S: 221
      """

  @rfc5321-4.5.1-quit-implemented @service:submission
  Scenario: QUIT is implemented
    Given an SMTP client that has said EHLO
    When it says
      """
      C: QUIT
      S: 221
      """

  @rfc5321-4.1.1.10-quit-closes @rfc5321-3.8-closes-after-quit-and-221 @rfc5321-4.2.2-221-and-then-closed @service:lmtp @service:submission
  Scenario: After the answer to QUIT the connection is closed
    Given an SMTP client that has said EHLO
    When it says
      """
      C: QUIT
      S: 221
      """
    Then the server closes the connection

  @rfc5321-4.1.1.10-quit-aborts-the-transaction @service:lmtp @service:submission
  Scenario: QUIT is taken in an open transaction
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: QUIT
      S: 221
      """
    Then the server closes the connection

  @rfc5321-3.8-does-not-hang-up @service:lmtp @service:submission
  Scenario: A session is not ended by what the server cannot do
    Given an SMTP client that has said EHLO
    When it says
      """
      C: XNOSUCH one
      S: 5xx
      C: NOOP
      S: 250
      """
    Then the session is still usable

  @rfc5321-3.8-unknown-command-does-not-close @service:lmtp @service:submission
  Scenario: A command that is not understood does not close the connection
    Given an SMTP client that has said EHLO
    When it says
      """
      C: WIBBLE
      S: 5xx
      """
    Then the session is still usable

  @rfc5321-4.1.1.10-errors-do-not-close @service:lmtp @service:submission
  Scenario: Errors of several kinds do not close the connection
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL
      S: 5xx
      C: RCPT TO:<{recipient}>
      S: 5xx
      C: WIBBLE
      S: 5xx
      """
    Then the session is still usable
