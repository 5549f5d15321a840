@imap @secure
Feature: Logging in (RFC 3501, section 6.2)

  @rfc3501-6.2.3-login-logs-in
  Scenario: LOGIN with the right name and password
    Given an IMAP client that has connected
    When it says
      """
      C: LOGIN {user:string} {password:string}
      S: OK
      C: SELECT INBOX
      S: OK
      """

  @rfc3501-6.2.3-wrong-password-gets-no
  Scenario: LOGIN with a wrong password
    Given an IMAP client that has connected
    When it says
      """
      C: LOGIN {user:string} "not-{password}"
      S: NO
      C: SELECT INBOX
      S: NO|BAD
      """

  @rfc3501-6.2.2-authenticate-plain-logs-in @framing
  Scenario: AUTHENTICATE PLAIN behind a continuation request
    Given an IMAP client that has connected
    When it says
      """
      C: AUTHENTICATE PLAIN
      S: + ...
      C: {plain}
      S: OK
      C: SELECT INBOX
      S: OK
      """

  @rfc3501-6.2.2-wrong-credentials-get-no
  Scenario: AUTHENTICATE PLAIN with wrong credentials
    Given an IMAP client that has connected
    When it says
      """
      C: AUTHENTICATE PLAIN
      S: + ...
      C: AG5vYm9keQBub3RoaW5n
      S: NO
      C: SELECT INBOX
      S: NO|BAD
      """

  @rfc3501-6.2.2-unknown-mechanism-gets-no
  Scenario: AUTHENTICATE with a mechanism that is not offered
    Given an IMAP client that has connected
    When it says
      """
      C: AUTHENTICATE XNONE-SUCH
      S: NO
      """
    Then the session is still usable

  @rfc3501-6.2.2-cancel-gets-bad
  Scenario: An asterisk ends AUTHENTICATE
    Given an IMAP client that has connected
    When it says
      """
      C: AUTHENTICATE PLAIN
      S: + ...
      C: *
      S: BAD
      """
    Then the session is still usable
