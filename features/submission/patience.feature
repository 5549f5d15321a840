@submission @slow
Feature: A Submission client that is silent for a while
  Asked with --slow, on the settings the site has. The time is the least that a server should give; one that gives no more ends it right behind.

  @rfc5321-4.5.3.2.7-awaits-a-command-five-minutes
  Scenario: Five minutes of silence are no reason to go
    Given a Submission client that has said EHLO
    When nothing is said for 4 minutes and 59 seconds
    Then the session is still usable
