@pop3
Feature: STLS (RFC 2595, section 4)

  @rfc2595-4-stls-needs-capa @base-only
  Scenario: STLS is announced by CAPA
    Given a POP3 client that has connected
    Then it announces "STLS"

  @rfc2595-4-stls-starts-tls @base-only
  Scenario: STLS is answered +OK, and the handshake follows
    Given a POP3 client that has connected
    When it says
      """
      C: STLS
      S: +OK ...
      """
    And it starts TLS
    Then it says
      """
      C: CAPA
      S: +OK ...
      S: .
      """

  @rfc2595-4-stls-stays-in-authorization @base-only
  Scenario: Nobody is logged in by the handshake
    Given a POP3 client that has connected
    And it says
      """
      C: STLS
      S: +OK ...
      """
    When it starts TLS
    Then it says
      """
      C: STAT
      S: -ERR ...
      """

  @rfc2595-4-stls-only-in-authorization @own @base-only
  Scenario: STLS behind the login is refused
    Given a POP3 client that has logged in
    When it says
      """
      C: STLS
      S: -ERR ...
      """
    Then the session is still usable

  @rfc2595-4-stls-not-offered-inside-tls @base-only
  Scenario: STLS is not offered inside TLS
    Given a POP3 client that has connected
    And it says
      """
      C: STLS
      S: +OK ...
      """
    And it starts TLS
    Then it does not announce "STLS"

  @rfc2595-4-nothing-injected-before-tls @base-only
  Scenario: What was sent in clear behind STLS is not obeyed inside TLS
    Given a POP3 client that has connected
    When it says
      """
      C: STLS
      C+ CAPA
      S: (+OK|-ERR) ...
      """
    And it starts TLS, unless the server will not
    Then it says
      """
      C: STAT
      S: -ERR ...
      C: CAPA
      S: +OK ...
      S: .
      """

  @rfc2595-2.3-cleartext-login-can-be-refused @base-only
  Scenario: Where a password in clear is refused, a right one is too
    Given a POP3 client that has connected
    When it says
      """
      C: USER {user}
      S: (+OK|-ERR) ...
      C: PASS {password}
      S: -ERR ...
      """
