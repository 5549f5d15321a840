@submission @secure
Feature: AUTH in SMTP (RFC 4954)

  @rfc4954-4-plain-offered-inside-tls @base-only
  Scenario: PLAIN is offered inside TLS
    Given a Submission client that has said EHLO
    Then it announces "AUTH PLAIN"

  @rfc4954-4-plain-with-initial-response
  Scenario: PLAIN with an initial response
    Given a Submission client that has said EHLO
    When it says
      """
      C: AUTH PLAIN {plain}
      S: 235 ...
      """

  @rfc4954-4-plain-after-challenge
  Scenario: PLAIN behind an empty challenge
    Given a Submission client that has said EHLO
    When it says
      """
      C: AUTH PLAIN
      S: 334 ...
      C: {plain}
      S: 235 ...
      """

  @rfc4954-4-empty-challenge-keeps-its-space
  Scenario: An empty challenge is 334, a space and nothing more
    Given a Submission client that has said EHLO
    When it says
      """
      C: AUTH PLAIN
      S: <challenge:line>
      C: *
      S: 501 ...
      """
    Then "{challenge}" is "334 "

  @rfc4954-8-mechanism-names-in-any-case
  Scenario: AUTH and the mechanism are understood in any case
    Given a Submission client that has said EHLO
    When it says
      """
      C: auth plain {plain}
      S: 235 ...
      """

  @rfc4954-4-auth-only-once
  Scenario: A second AUTH is a bad sequence
    Given a Submission client that has logged in
    When it says
      """
      C: AUTH PLAIN {plain}
      S: 503 ...
      """

  @rfc4954-4-auth-not-in-transaction
  Scenario: AUTH does not stand in a transaction
    Given a Submission client that has logged in
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      """
    When it says
      """
      C: AUTH PLAIN {plain}
      S: 503 ...
      """

  @rfc4954-4-unknown-mechanism-504
  Scenario: A mechanism that is not offered
    Given a Submission client that has said EHLO
    When it says
      """
      C: AUTH XNONE-SUCH
      S: 504 ...
      """
    Then the session is still usable

  @rfc4954-4-unknown-mechanism-5-5-4
  Scenario: The enhanced code for a mechanism that is not offered
    Given a Submission client that has said EHLO
    When it says
      """
      C: AUTH XNONE-SUCH
      S: 504 5.5.4 ...
      """

  @rfc4954-4-cancel-gets-501
  Scenario: An asterisk ends the exchange
    Given a Submission client that has said EHLO
    When it says
      """
      C: AUTH PLAIN
      S: 334 ...
      C: *
      S: 501 ...
      """
    Then the session is still usable

  @rfc4954-4-malformed-base64-501
  Scenario: A response that is no BASE64
    Given a Submission client that has said EHLO
    When it says
      """
      C: AUTH PLAIN
      S: 334 ...
      C: ####
      S: 501 ...
      """
    Then the session is still usable

  @rfc4954-4-foreign-characters-refused
  Scenario: Characters outside the alphabet are not skipped
    Given a Submission client that has said EHLO
    When it says
      """
      C: AUTH PLAIN
      S: 334 ...
      C: !{plain}
      S: 5xx ...
      """

  @rfc4954-4-padding-only-at-the-end
  Scenario: A pad character stands at the end only
    Given a Submission client that has said EHLO
    When it says
      """
      C: AUTH PLAIN
      S: 334 ...
      C: =={plain}
      S: 5xx ...
      """

  @rfc4954-4-wrong-credentials-535
  Scenario: Wrong credentials
    Given a Submission client that has said EHLO
    When it says
      """
      C: AUTH PLAIN AG5vYm9keQBub3RoaW5n
      S: 535 ...
      """

  @rfc4954-4-failed-auth-leaves-unauthenticated
  Scenario: A failed AUTH authenticates nobody, and another may follow
    Given a Submission client that has said EHLO
    When it says
      """
      C: AUTH PLAIN AG5vYm9keQBub3RoaW5n
      S: 5xx ...
      C: MAIL FROM:<{sender}>
      S: (250|5xx) ...
      C: RCPT TO:<{foreign}>
      S: (4xx|5xx) ...
      C: RSET
      S: 250 ...
      C: AUTH PLAIN {plain}
      S: 235 ...
      """


  @rfc4954-4-long-line-gets-500
  Scenario: A response that is far too long ends the exchange
    Given a Submission client that has said EHLO
    When it says
      """
      C: AUTH PLAIN
      S: 334 ...
      C: {AAAA*5000}
      S: 500 ...
      """

  @rfc5321-4.2-one-reply-a-command
  Scenario: A response that is far too long is answered once
    Given a Submission client that has said EHLO
    When it says
      """
      C: AUTH PLAIN
      S: 334 ...
      C: {BBBB*5000}
      S: 5xx ...
      """
    And the scenario ends here if the server closes
    Then it says
      """
      C: NOOP
      S: 250 ...
      """

  @rfc5321-3.8-does-not-hang-up
  Scenario: A response that is far too long is no reason to close without a word
    Whether what comes next is an answer to NOOP, or to what is left of the response, is asked above.
    Given a Submission client that has said EHLO
    When it says
      """
      C: AUTH PLAIN
      S: 334 ...
      C: {CCCC*5000}
      S: 5xx ...
      C: NOOP
      S: (250|421|5xx) ...
      """

  @rfc4954-7-received-says-with-esmtpa
  Scenario: The Received field tells of the authentication
    Given a Submission client that has logged in
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      By a client that is known.
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "...with (|UTF8)(ESMTPA|ESMTPSA|SMTPA|SMTPSA)..."

  @rfc4954-6-530-where-authentication-is-due
  Scenario: MAIL without authentication is refused with 530
    Given a Submission client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 530 ...
      """
