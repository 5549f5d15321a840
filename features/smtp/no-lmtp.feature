@smtp
Feature: LMTP stays off the port of SMTP (RFC 2033, section 5)

  @rfc2033-5-smtp-port-speaks-no-lmtp
  Scenario: LHLO on the SMTP port opens nothing
    Given an SMTP client that has connected
    When it says
      """
      C: LHLO {client}
      S: (4xx|5xx) ...
      """
