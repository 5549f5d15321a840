@pop3
Feature: What a POP3 server says it can do (RFC 2449)

  @rfc2449-5-capa-gives-a-list
  Scenario: CAPA is answered by a list
    Given a POP3 client that has connected
    When it says
      """
      C: CAPA
      S: +OK ...
      S{.} <all:text>
      """
    Then the session is still usable

  @rfc2449-5-capa-in-both-states @own
  Scenario: CAPA works before the login and after it
    Given a POP3 client "stranger" that has connected
    And a POP3 client "owner" that has logged in
    When client "stranger" says
      """
      C: CAPA
      S: +OK ...
      S{.} <before:text>
      C: XYZY
      S: -ERR ...
      """
    And client "owner" says
      """
      C: CAPA
      S: +OK ...
      S{.} <after:text>
      C: XYZY
      S: -ERR ...
      C: NOOP
      S: +OK ...
      """
