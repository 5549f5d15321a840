@imap
Feature: STARTTLS in IMAP (RFC 3501, section 6.2.1, and RFC 2595, section 3)

  @rfc3501-6.1.1-starttls-offered @base-only
  Scenario: STARTTLS is announced without TLS
    Given an IMAP client that has connected
    Then it announces "STARTTLS"

  @rfc3501-6.1.1-logindisabled-offered @base-only
  Scenario: LOGINDISABLED is announced where the password in clear is refused
    Given an IMAP client that has connected
    Then it announces "LOGINDISABLED"

  @rfc2595-3.2-starttls-needs-logindisabled @base-only
  Scenario: Whoever offers STARTTLS and refuses LOGIN says so
    Given an IMAP client that has connected
    When it announces "STARTTLS"
    Then it announces "LOGINDISABLED"

  @rfc2595-3.2-disabled-login-gets-no @base-only
  Scenario: LOGIN is answered NO where it is disabled
    Given an IMAP client that has connected
    When it says
      """
      C: LOGIN {user:string} not-the-password
      S: NO
      """

  @rfc3501-6.2.3-login-refused-where-disabled @base-only
  Scenario: Not even the right password is taken where LOGIN is disabled
    Given an IMAP client that has connected
    When it says
      """
      C: LOGIN {user:string} {password:string}
      S: NO|BAD
      C: LIST "" *
      S: NO|BAD
      """

  @rfc3501-6.2.2-plaintext-refused-in-clear @base-only
  Scenario: AUTHENTICATE PLAIN does not work in clear either
    Given an IMAP client that has connected
    When it does not announce "AUTH=PLAIN"
    Then it says
      """
      C: AUTHENTICATE PLAIN
      S: NO|BAD
      """

  @rfc3501-6.2.1-starttls-starts-tls @base-only
  Scenario: STARTTLS is answered OK, and the handshake follows
    Given an IMAP client that has connected
    When it says
      """
      C: STARTTLS
      S: OK
      """
    And it starts TLS
    Then it says
      """
      C: NOOP
      S: OK
      """

  @rfc3501-6.2.1-starttls-logs-nobody-in @base-only
  Scenario: Nobody is logged in by the handshake
    Given an IMAP client that has connected
    And it says
      """
      C: STARTTLS
      S: OK
      """
    When it starts TLS
    Then it says
      """
      C: LIST "" *
      S: NO|BAD
      """

  @rfc3501-6.2.1-nothing-injected-before-tls @base-only
  Scenario: What was sent in clear behind STARTTLS is not obeyed inside TLS
    Given an IMAP client that has connected
    When it says
      """
      C: STARTTLS
      C+| inj NOOP\r\n
      S: OK|NO|BAD
      """
    And it starts TLS, unless the server will not
    Then it says
      """
      C: CAPABILITY
      S! inj ...
      S: OK
      C: NOOP
      S: OK
      """

  @rfc2595-3.1-starttls-only-before-login @base-only
  Scenario: STARTTLS behind the login is refused
    Given an IMAP client that has logged in
    When it says
      """
      C: STARTTLS
      S: NO|BAD
      """
    Then the session is still usable
