@imap
Feature: Waiting for news: IDLE (RFC 2177)

  @rfc2177-3-idle-asks-for-continuation
  Scenario: IDLE is answered by a continuation request, and by nothing else until DONE
    Given the mailbox "{root}box" holds 1 message
    And an IMAP client that has selected "{root}box"
    When it says
      """
      C: IDLE
      S: + ...
      C: DONE
      S: OK
      """

  @rfc2177-3-done-completes-at-once
  Scenario: DONE completes IDLE, and the next command is taken
    Given the mailbox "{root}box" holds 1 message
    And an IMAP client that has selected "{root}box"
    When it says
      """
      C: IDLE
      S: + ...
      C: DONE
      S: OK
      C: FETCH 1 (UID)
      S* 1 FETCH (...)
      S: OK
      """

  @rfc2177-3-done-in-any-case
  Scenario: DONE is understood in any case
    Given the mailbox "{root}box" holds 1 message
    And an IMAP client that has selected "{root}box"
    When it says
      """
      C: IDLE
      S: + ...
      C: dOnE
      S: OK
      """

  @rfc2177-3-news-known-by-done
  Scenario: What arrives during IDLE is known when it is over
    Given the mailbox "{root}box" holds 1 message
    And an IMAP client that has selected "{root}box"
    And it says
      """
      C: IDLE
      S: + ...
      """
    When the mailbox "{root}box" holds 1 message
    Then client "imap" says
      """
      C: DONE
      S: OK
      C: NOOP
      S: OK
      C: FETCH {msg#2} (UID)
      S* 2 FETCH (...)
      S: OK
      """

  @rfc2177-3-idle-before-mailbox
  Scenario: IDLE is taken without a mailbox
    Given an IMAP client that has logged in
    When it says
      """
      C: IDLE
      S: + ...
      C: DONE
      S: OK
      """

  @rfc2177-3-idle-needs-login
  Scenario: IDLE before the login is refused
    Given an IMAP client that has connected
    When it says
      """
      C: IDLE
      S: NO|BAD
      """
