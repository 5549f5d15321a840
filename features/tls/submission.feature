@submission
Feature: Nothing of before TLS counts in Submission (RFC 3207, section 4.2)

  @rfc3207-4.2-nothing-injected-before-tls
  Scenario: AUTH sent in clear behind STARTTLS logs nobody in
    Given a Submission client that has said EHLO
    When it says
      """
      C: STARTTLS
      C+ EHLO {client}
      C+ AUTH PLAIN {plain}
      S: (220|5xx) ...
      """
    And it starts TLS, unless the server will not
    Then it says
      """
      C: EHLO {client}
      S: 250 ...
      C: XYZY
      S: 5xx ...
      C: AUTH PLAIN {plain}
      S: 235 ...
      """
