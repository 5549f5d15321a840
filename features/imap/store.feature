@imap
Feature: Changing flags: STORE (RFC 3501, section 6.4.6)

  Background:
    Given the mailbox "{root}box" holds 2 messages
    And an IMAP client that has selected "{root}box"
    And it says
      """
      C: STORE 1 FLAGS.SILENT (\Answered)
      S: OK
      """

  @rfc3501-6.4.6-store-replaces-flags
  Scenario: STORE FLAGS replaces the flags
    When it says
      """
      C: STORE 1 FLAGS.SILENT (\Flagged)
      S: OK
      C: FETCH 1 (FLAGS)
      S* 1 FETCH (FLAGS (<flags:text>))
      S: OK
      """
    Then "{flags}" matches "...\Flagged..."
    And "{flags}" does not match "...\Answered..."

  @rfc3501-6.4.6-store-adds-flags
  Scenario: STORE +FLAGS adds to the flags
    When it says
      """
      C: STORE 1 +FLAGS.SILENT (\Flagged)
      S: OK
      C: FETCH 1 (FLAGS)
      S* 1 FETCH (FLAGS (<flags:text>))
      S: OK
      """
    Then "{flags}" matches "...\Flagged..."
    And "{flags}" matches "...\Answered..."

  @rfc3501-6.4.6-store-removes-flags
  Scenario: STORE -FLAGS takes flags away
    When it says
      """
      C: STORE 1 +FLAGS.SILENT (\Flagged)
      S: OK
      C: STORE 1 -FLAGS.SILENT (\Answered)
      S: OK
      C: FETCH 1 (FLAGS)
      S* 1 FETCH (FLAGS (<flags:text>))
      S: OK
      """
    Then "{flags}" matches "...\Flagged..."
    And "{flags}" does not match "...\Answered..."

  @rfc3501-6.4.6-store-tells-new-flags
  Scenario: STORE tells the new flags
    When it says
      """
      C: STORE 1 +FLAGS (\Flagged)
      S* 1 FETCH (...FLAGS (...\Flagged...)...)
      S: OK
      """

  @rfc3501-6.4.6-silent-store-tells-nothing
  Scenario: STORE with .SILENT tells nothing
    When it says
      """
      C: STORE 1 +FLAGS.SILENT (\Flagged)
      S! 1 FETCH ...
      S: OK
      """

  @rfc3501-2.3.2-permanent-flags-outlive-the-session
  Scenario: A flag is still there in the next session
    When it says
      """
      C: STORE 1 +FLAGS.SILENT (\Flagged)
      S: OK
      C: LOGOUT
      S: OK
      """
    And an IMAP client "later" that has selected "{root}box"
    Then client "later" says
      """
      C: FETCH 1 (FLAGS)
      S* 1 FETCH (FLAGS (...\Flagged...))
      S: OK
      """

  @rfc3501-2.3.2-recent-not-settable
  Scenario: \Recent cannot be set or taken away
    Given an IMAP client "later" that has selected "{root}box"
    When client "later" says
      """
      C: FETCH 2 (FLAGS)
      S* 2 FETCH (FLAGS (<before:text>))
      S: OK
      C: STORE 2 +FLAGS (\Recent)
      S: OK|NO|BAD
      C: FETCH 2 (FLAGS)
      S* 2 FETCH (FLAGS ({before}))
      S: OK
      """

  @rfc3501-5.2-flag-updates-are-sent
  Scenario: Flags that another session changed are told
    Given an IMAP client "other" that has selected "{root}box"
    And client "other" says
      """
      C: STORE 2 +FLAGS.SILENT (\Flagged)
      S: OK
      """
    When client "imap" says
      """
      C: NOOP
      S* 2 FETCH (...\Flagged...)
      S: OK
      """
