@smtp
Feature: Addresses in UTF-8 of other domains (RFC 6531)

  @rfc6531-3.2-no-relaying-for-strangers
  Scenario: A stranger is refused a recipient in UTF-8 elsewhere
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<δοκιμή@example.org> SMTPUTF8
      S: 250
      C: RCPT TO:<δοκιμή@example.net>
      S: 5xx
      C: RSET
      S: 250
      """
