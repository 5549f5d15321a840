@lmtp
Feature: What may be said when, over LMTP (RFC 2033, section 4)
  As in SMTP, but for the end of the data and for sessions that LHLO opens.

  @rfc2033-4.2-data-without-recipient-503
  Scenario Outline: DATA is a bad sequence <when>
    Given an LMTP client that has said EHLO
    And it says
      """
      <before>
      """
    When it says
      """
      C: DATA
      S: 503
      """
    Then the session is still usable

    Examples:
      | when                       | before                                                                                                                                          |
      | behind LHLO                | C: NOOP\nS: 250                                                                                                                                 |
      | behind a refused sender    | C: MAIL FROM:\nS: 5xx                                                                                                                           |
      | behind a refused recipient | C: MAIL FROM:<{sender}>\nS: 250\nC: RCPT TO:<nobody-{token}@{domain}>\nS: 5xx                                                                   |
      | behind RSET                | C: MAIL FROM:<{sender}>\nS: 250\nC: RCPT TO:<{recipient}>\nS: 250\nC: RSET\nS: 250                                                              |
      | behind the end of data     | C: MAIL FROM:<{sender}>\nS: 250\nC: RCPT TO:<{recipient}>\nS: 250\nC: DATA\nS: 354\nC{.}\n  From: {sender}\n  Subject: {token}\n\n  one\nS: 250 |

  @rfc2033-4.1-helo-and-ehlo-not-accepted
  Scenario Outline: HELO and EHLO are not accepted <when>
    Given an LMTP client that has said EHLO
    And it says
      """
      <before>
      """
    When it says
      """
      C: EHLO {client}
      S: (4xx|5xx)
      C: HELO {client}
      S: (4xx|5xx)
      """
    Then the session is still usable

    Examples:
      | when                   | before                                                                                                                                          |
      | behind LHLO            | C: NOOP\nS: 250                                                                                                                                 |
      | behind MAIL            | C: MAIL FROM:<{sender}>\nS: 250                                                                                                                 |
      | behind RCPT            | C: MAIL FROM:<{sender}>\nS: 250\nC: RCPT TO:<{recipient}>\nS: 250                                                                               |
      | behind the end of data | C: MAIL FROM:<{sender}>\nS: 250\nC: RCPT TO:<{recipient}>\nS: 250\nC: DATA\nS: 354\nC{.}\n  From: {sender}\n  Subject: {token}\n\n  one\nS: 250 |
