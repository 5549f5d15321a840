@imap
Feature: Removing messages: EXPUNGE and CLOSE (RFC 3501, sections 6.4.2 and 6.4.3)

  Background:
    Given the mailbox "{root}box" holds 4 messages
    And an IMAP client that has selected "{root}box"

  @rfc3501-6.4.3-expunge-removes-deleted
  Scenario: EXPUNGE removes what is deleted, and nothing else
    When it says
      """
      C: FETCH 3 (UID)
      S* 3 FETCH (...UID <three:number>...)
      S: OK
      C: STORE 2 +FLAGS.SILENT (\Deleted)
      S: OK
      C: EXPUNGE
      S: OK
      C: FETCH 2 (UID)
      S* 2 FETCH (...UID {three}...)
      S: OK
      C: STATUS "{root}box" (MESSAGES)
      S* STATUS ... (MESSAGES 3)
      S: OK
      """

  @rfc3501-6.4.3-expunge-tells-each
  Scenario: EXPUNGE tells of each message
    When it says
      """
      C: STORE 2 +FLAGS.SILENT (\Deleted)
      S: OK
      C: EXPUNGE
      S* 2 EXPUNGE
      S: OK
      """

  @rfc3501-7.4.1-expunge-renumbers-at-once
  Scenario: Each EXPUNGE renumbers at once
    When it says
      """
      C: STORE 1:2 +FLAGS.SILENT (\Deleted)
      S: OK
      C: EXPUNGE
      S* <first:number> EXPUNGE
      S* 1 EXPUNGE
      S: OK
      C: FETCH 1:2 (FLAGS)
      S* 1 FETCH ...
      S* 2 FETCH ...
      S: OK
      C: NOOP
      S: OK
      """

  @rfc3501-6.4.2-close-expunges-silently
  Scenario: CLOSE removes without a word
    When it says
      """
      C: STORE 2 +FLAGS.SILENT (\Deleted)
      S: OK
      C: CLOSE
      S! ... EXPUNGE
      S: OK
      C: STATUS "{root}box" (MESSAGES)
      S* STATUS ... (MESSAGES 3)
      S: OK
      """

  @rfc3501-6.4.2-close-after-examine-removes-nothing
  Scenario: CLOSE of an examined mailbox removes nothing
    When it says
      """
      C: STORE 2 +FLAGS.SILENT (\Deleted)
      S: OK
      C: EXAMINE "{root}box"
      S: OK
      C: CLOSE
      S: OK
      C: STATUS "{root}box" (MESSAGES)
      S* STATUS ... (MESSAGES 4)
      S: OK
      """

  @rfc3501-7.4.1-no-expunge-in-fetch-store-search
  Scenario: While another session expunges, FETCH, STORE and SEARCH say nothing of it
    Given an IMAP client "other" that has selected "{root}box"
    And client "other" says
      """
      C: STORE 1 +FLAGS.SILENT (\Deleted)
      S: OK
      C: EXPUNGE
      S: OK
      """
    When client "imap" says
      """
      C: FETCH 2:4 (UID)
      S! ... EXPUNGE
      S: OK|NO
      C: SEARCH ALL
      S! ... EXPUNGE
      S: OK|NO
      C: STORE 4 +FLAGS (\Flagged)
      S! ... EXPUNGE
      S: OK|NO
      """
    Then it says
      """
      C: NOOP
      S: OK
      """

  @rfc3501-5.2-size-updates-are-sent
  Scenario: Messages that arrive are told while the next command is carried out
    When the mailbox "{root}box" holds 1 message
    Then it says
      """
      C: NOOP
      S* 5 EXISTS
      S: OK
      """
