@smtp
Feature: What enhanced status codes say (RFC 2034, RFC 3463)
  Their form is watched in every session. Here are conditions for which there is one code, or two.

  @rfc2034-4-codes-after-helo-too @service:submission
  Scenario: A client that says HELO gets them too
    Whether they are there at all is seen in the answer to EHLO, which another client gets.
    Given an SMTP client that has connected
    And it says
      """
      C: HELO {client}
      S: 250 ...
      """
    When it says
      """
      C: NOOP
      S: 250 2.<subject:number>.<detail:number> ...
      C: RSET
      S: 250 2.<subject2:number>.<detail2:number> ...
      """

  @rfc3463-3.2-unknown-mailbox-x-1-1 @service:lmtp @service:submission
  Scenario: A mailbox that does not exist
    Given an SMTP client that can send mail
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      """
    When it says
      """
      C: RCPT TO:<nobody-{token}@{domain}>
      S: 5xx 5.1.1 ...
      """

  @rfc3463-3.4-too-big-x-3-4 @service:lmtp @service:submission
  Scenario: A message that is too big by what the client says
    A server that has no limit, or looks at none before the message is there, says yes.
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}> SIZE=99999999999999999
      S: <answer:code> <status:word> ...
      """
    And it is enough if "{answer}" does not match "552"
    Then "{status}" matches "(5.3.4|5.2.3)"

  @rfc3463-3.6-out-of-sequence-x-5-1 @service:lmtp @service:submission
  Scenario: A command out of sequence
    Given an SMTP client that can send mail
    When it says
      """
      C: RCPT TO:<{recipient}>
      S: 5xx 5.5.1 ...
      """

  @rfc3463-3.6-unknown-command-x-5-1-or-x-5-2 @service:lmtp @service:submission
  Scenario: A command that is not known
    Given an SMTP client that has said EHLO
    When it says
      """
      C: XNONE-SUCH
      S: 5xx (5.5.1|5.5.2) ...
      """

  @rfc3463-3.6-unknown-parameter-x-5-4 @service:lmtp @service:submission
  Scenario: A parameter that is not known
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}> X-NO-SUCH-PARAMETER=1
      S: 5xx (5.5.4|5.5.2) ...
      """
