@smtp
Feature: Replies

  @rfc5321-4.2-every-command-is-answered @service:lmtp @service:submission
  Scenario: Every command is answered, a wrong one too
    Given an SMTP client that can send mail
    When it says
      """
      C: NOOP
      S: 250
      C: WIBBLE
      S: 5xx
      C: RSET
      S: 250
      """

  @rfc5321-4.2-one-reply-a-command @service:lmtp @service:submission
  Scenario: No command is answered twice
    Given an SMTP client that can send mail
    When it says
      """
      C: NOOP
      S: 250
      C: WIBBLE
      S: 5xx
      C: QUIT
      S: 221
      """
    Then the server closes the connection

  @rfc5321-4.2.4-unknown-command-500 @service:lmtp @service:submission
  Scenario: A command that nobody knows gets 500
    Given an SMTP client that can send mail
    When it says
      """
      C: WIBBLE
      S: 500
      """
    Then the session is still usable

  @rfc5321-4.1.5-unknown-private-command-500 @service:lmtp @service:submission
  Scenario: A private command that the server does not know gets 500
    Given an SMTP client that can send mail
    When it says
      """
      C: XWIBBLE one
      S: 500
      """
    Then the session is still usable

  @rfc5321-4.2.1-multiline-form @service:submission
  Scenario: A reply of many lines ends where it says it ends
    Given an SMTP client that has connected
    When it says
      """
      C: EHLO {client}
      S: 250
      C: WIBBLE
      S: 5xx
      """

  @rfc5321-4.2-no-bare-codes @service:lmtp @service:submission
  Scenario: A reply has a text
    Given an SMTP client that can send mail
    When it says
      """
      C: NOOP
      S: 250 <text:word>...
      """

  @rfc5321-4.2-reply-code-grammar @rfc5321-4.2-first-digit-2-to-5 @rfc5321-4.3.2-three-digit-codes @service:lmtp @service:submission
  Scenario: The code of an error is one of the three digits allowed
    Given an SMTP client that can send mail
    When it says
      """
      C: WIBBLE
      S: (2xx|3xx|4xx|5xx)
      C: NOOP
      S: (2xx|3xx|4xx|5xx)
      """

  @rfc5321-4.2.2-552-over-the-size-limit
  Scenario: More than the storage allowed gets 552, where it is refused at once
    Given an SMTP client that has said EHLO
    And SIZE announces a limit
    When it says
      """
      C: MAIL FROM:<{sender}> SIZE={limit}0
      S: (552|452|250)
      """
    Then the session is still usable

  @rfc5321-4.2.2-504-parameter-not-implemented @secure
  Scenario: A mechanism that is not there gets the code for parameters not implemented
    Given an SMTP client that has said EHLO
    When it says
      """
      C: AUTH XNOSUCH
      S: 504
      """

  @rfc5321-4.1.1.8-help-may-take-an-argument
  Scenario: HELP may take the name of a command
    Given an SMTP client that has said EHLO
    When it says
      """
      C: HELP MAIL
      S: (211|214)
      """
