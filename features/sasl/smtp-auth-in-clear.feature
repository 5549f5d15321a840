@submission
Feature: No password in clear over SMTP (RFC 4954, section 4)

  @rfc4954-4-no-plaintext-without-tls @base-only
  Scenario: PLAIN is neither announced nor taken without TLS
    Given a Submission client that has said EHLO
    When it says
      """
      C: AUTH PLAIN {plain}
      S: (4xx|5xx) ...
      """
    Then it does not announce "AUTH PLAIN"
