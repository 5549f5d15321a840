@smtp @slow
Feature: A SMTP client that is silent for a while
  Asked with --slow, on the settings the site has. The time is the least that a server should give; one that gives no more ends it right behind.

  @rfc5321-4.5.3.2.7-awaits-a-command-five-minutes
  Scenario: Five minutes of silence are no reason to go
    Given an SMTP client that has said EHLO
    When nothing is said for 4 minutes and 59 seconds
    Then the session is still usable

  @rfc5321-4.5.3.2.7-awaits-a-command-five-minutes
  Scenario: Five minutes of silence within a transaction are no reason to go
    Given an SMTP client that has said EHLO
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      """
    When nothing is said for 4 minutes and 59 seconds
    Then it says
      """
      C: DATA
      S: 354
      """
