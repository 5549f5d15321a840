@pop3 @own
Feature: A maildrop with nothing in it (RFC 1939, section 5)

  @rfc1939-5-list-of-empty-maildrop
  Scenario: LIST shows nothing and ends with the dot
    Given a POP3 client that has logged in
    When it says
      """
      C: LIST
      S: +OK ...
      S! ...
      S: .
      C: NOOP
      S: +OK ...
      """
