@imap
Feature: Opening a mailbox: SELECT and EXAMINE (RFC 3501, sections 6.3.1 and 6.3.2)

  Background:
    Given the mailbox "{root}box" holds 3 messages
    And an IMAP client that has logged in

  @rfc3501-6.3.1-select-tells-flags
  Scenario: SELECT tells the flags
    When it says
      """
      C: SELECT "{root}box"
      S* FLAGS (...)
      S: OK
      """

  @rfc3501-6.3.1-select-tells-exists
  Scenario: SELECT tells how many messages there are
    When it says
      """
      C: SELECT "{root}box"
      S* 3 EXISTS
      S: OK
      """

  @rfc3501-6.3.1-select-tells-recent
  Scenario: SELECT tells how many are recent
    When it says
      """
      C: SELECT "{root}box"
      S* <n:number> RECENT
      S: OK
      """

  @rfc3501-6.3.1-select-tells-unseen
  Scenario: SELECT tells the first message that is unseen
    When it says
      """
      C: SELECT "{root}box"
      S: OK
      C: STORE 1 +FLAGS.SILENT (\Seen)
      S: OK
      C: SELECT "{root}box"
      S* OK [UNSEEN 2] ...
      S: OK
      """

  @rfc3501-6.3.1-select-tells-permanentflags
  Scenario: SELECT tells which flags can be changed for good
    When it says
      """
      C: SELECT "{root}box"
      S* OK [PERMANENTFLAGS (...)] ...
      S: OK
      """

  @rfc3501-6.3.1-select-tells-uidnext
  Scenario: SELECT tells the next UID
    When it says
      """
      C: SELECT "{root}box"
      S* OK [UIDNEXT <next:number>] ...
      S: OK
      """

  @rfc3501-6.3.1-select-tells-uidvalidity
  Scenario: SELECT tells the validity of UIDs
    When it says
      """
      C: SELECT "{root}box"
      S* OK [UIDVALIDITY <validity:number>] ...
      S: OK
      """

  @rfc3501-6.3.1-select-says-read-write
  Scenario: SELECT says that the mailbox may be changed
    When it says
      """
      C: SELECT "{root}box"
      S: OK [READ-WRITE] ...
      """

  @rfc3501-6.3.1-missing-mailbox-gets-no
  Scenario: SELECT of a mailbox that is not there
    When it says
      """
      C: SELECT "{root}nowhere"
      S: NO
      """

  @rfc3501-6.3.1-failed-select-leaves-none
  Scenario: A SELECT that fails leaves no mailbox selected
    When it says
      """
      C: SELECT "{root}box"
      S: OK
      C: SELECT "{root}nowhere"
      S: NO
      C: FETCH 1 FLAGS
      S! 1 FETCH ...
      S: NO|BAD
      """

  @rfc3501-6.3.2-examine-says-read-only
  Scenario: EXAMINE says that the mailbox may not be changed
    When it says
      """
      C: EXAMINE "{root}box"
      S: OK [READ-ONLY] ...
      """

  @rfc3501-6.3.2-examine-tells-what-select-tells
  Scenario: EXAMINE tells what SELECT tells
    When it says
      """
      C: EXAMINE "{root}box"
      S* FLAGS (...)
      S* 3 EXISTS
      S* <n:number> RECENT
      S* OK [UIDVALIDITY <validity:number>] ...
      S* OK [UIDNEXT <next:number>] ...
      S: OK
      """

  @rfc3501-6.3.2-examine-changes-nothing
  Scenario: Reading in an examined mailbox marks nothing as seen
    When it says
      """
      C: EXAMINE "{root}box"
      S: OK
      C: FETCH 1 (BODY[])
      S* 1 FETCH (...)
      S: OK
      C: SELECT "{root}box"
      S: OK
      C: FETCH 1 (FLAGS)
      S* 1 FETCH (FLAGS (<flags:text>))
      S: OK
      """
    Then "{flags}" does not match "...\Seen..."

  @rfc3501-2.3.1.1-uids-strictly-ascending
  Scenario: UIDs ascend
    When it says
      """
      C: SELECT "{root}box"
      S: OK
      C: UID SEARCH 1
      S* SEARCH <one:number>
      S: OK
      C: UID SEARCH 3
      S* SEARCH <three:number>
      S: OK
      C: UID SEARCH UID {one}:{three}
      S* SEARCH {one} <two:number> {three}
      S: OK
      """
    Then "{one}" is less than "{two}"
    And "{two}" is less than "{three}"

  @rfc3501-2.3.1.1-uid-stays-in-the-session
  Scenario: A UID does not change in a session
    When it says
      """
      C: SELECT "{root}box"
      S: OK
      C: FETCH 2 (UID)
      S* 2 FETCH (UID <two:number>)
      S: OK
      C: NOOP
      S: OK
      C: FETCH 2 (UID)
      S* 2 FETCH (UID {two})
      S: OK
      """

  @rfc3501-2.3.1.1-uid-stays-between-sessions
  Scenario: A UID does not change from session to session
    When it says
      """
      C: SELECT "{root}box"
      S* OK [UIDVALIDITY <validity:number>] ...
      S: OK
      C: FETCH 2 (UID)
      S* 2 FETCH (UID <two:number>)
      S: OK
      """
    And an IMAP client "later" that has logged in
    Then client "later" says
      """
      C: SELECT "{root}box"
      S* OK [UIDVALIDITY {validity}] ...
      S: OK
      C: FETCH 2 (UID)
      S* 2 FETCH (UID {two})
      S: OK
      """

  @rfc3501-2.3.1.1-uidnext-stays-without-new-mail
  Scenario: The next UID stays while nothing arrives
    When it says
      """
      C: STATUS "{root}box" (UIDNEXT)
      S* STATUS ... (UIDNEXT <next:number>)
      S: OK
      C: SELECT "{root}box"
      S? OK [UIDNEXT {next}] ...
      S! OK [UIDNEXT ...
      S: OK
      C: EXAMINE INBOX
      S: OK
      C: STATUS "{root}box" (UIDNEXT)
      S* STATUS ... (UIDNEXT {next})
      S: OK
      """

  @rfc3501-2.3.1.1-new-uid-not-below-uidnext
  Scenario: A message that arrives has a UID not below the next one announced
    When it says
      """
      C: STATUS "{root}box" (UIDNEXT)
      S* STATUS ... (UIDNEXT <next:number>)
      S: OK
      """
    And the mailbox "{root}box" holds 1 message
    Then it says
      """
      C: SELECT "{root}box"
      S* 4 EXISTS
      S: OK
      C: FETCH 4 (UID)
      S* 4 FETCH (UID <four:number>)
      S: OK
      """
    And "{four}" is not less than "{next}"

  @rfc3501-2.3.1.1-uidnext-moves-with-new-mail
  Scenario: The next UID moves when something arrives
    When it says
      """
      C: STATUS "{root}box" (UIDNEXT)
      S* STATUS ... (UIDNEXT <next:number>)
      S: OK
      """
    And the mailbox "{root}box" holds 1 message
    Then it says
      """
      C: STATUS "{root}box" (UIDNEXT)
      S* STATUS ... (UIDNEXT <later:number>)
      S: OK
      """
    And "{next}" is less than "{later}"

  @rfc3501-2.3.1.1-uid-never-means-another-message
  Scenario: The UID of a message that is gone is given to no other
    When it says
      """
      C: SELECT "{root}box"
      S* OK [UIDVALIDITY <validity:number>] ...
      S: OK
      C: FETCH 3 (UID)
      S* 3 FETCH (UID <three:number>)
      S: OK
      C: STORE 3 +FLAGS.SILENT (\Deleted)
      S: OK
      C: EXPUNGE
      S: OK
      """
    And the mailbox "{root}box" holds 1 message
    And it says
      """
      C: SELECT "{root}box"
      S* OK [UIDVALIDITY <now:number>] ...
      S: OK
      """
    And the scenario ends here unless "{now}" is "{validity}"
    Then it says
      """
      C: FETCH 3 (UID)
      S* 3 FETCH (UID <new:number>)
      S: OK
      """
    And "{three}" is less than "{new}"

  @rfc3501-9-inbox-in-any-case @own
  Scenario: Every spelling of INBOX is the one INBOX
    Given the mailbox "INBOX" holds 1 message
    When it says
      """
      C: STATUS INBOX (UIDVALIDITY)
      S* STATUS ... (UIDVALIDITY <validity:number>)
      S: OK
      C: STATUS iNbOx (UIDVALIDITY)
      S* STATUS ... (UIDVALIDITY {validity})
      S: OK
      """

  @rfc3501-5.1-inbox-is-special
  Scenario: INBOX is there in whatever case it is written
    When it says
      """
      C: SELECT inbox
      S* <n:number> EXISTS
      S: OK
      """

  @rfc3501-9-numbers-are-32-bit
  Scenario: UIDs and their validity are between 1 and 4294967295
    When it says
      """
      C: SELECT "{root}box"
      S* OK [UIDVALIDITY <validity:number>] ...
      S: OK
      C: FETCH 1 (UID)
      S* 1 FETCH (UID <uid:number>)
      S: OK
      """
    Then "{validity}" is less than "4294967296"
    And "{uid}" is less than "4294967296"
    And "{validity}" is not less than "1"
