@smtp
Feature: Commands of former days

  @rfc5321-F.1-turn-not-for-strangers @service:submission
  Scenario: Nobody takes over the mail of others by TURN
    Given an SMTP client that has said EHLO
    When it says
      """
      C: TURN
      S: (4xx|5xx)
      """
    Then the session is still usable

  @rfc5321-F.6-send-only-where-announced @service:submission
  Scenario: Messages to a terminal are sent only where that is announced
    Given an SMTP client that has said EHLO
    When it says
      """
      C: SEND FROM:<{sender}>
      S: (4xx|5xx)
      C: SOML FROM:<{sender}>
      S: (4xx|5xx)
      C: SAML FROM:<{sender}>
      S: (4xx|5xx)
      """
