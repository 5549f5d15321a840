@imap
Feature: Finding messages: SEARCH (RFC 3501, section 6.4.4)

  Background:
    Given this message
      """
      From: sender@example.org
      Subject: {token}

      Dated.
      """
    And the mailbox "{root}box" holds 2 messages
    And an IMAP client that has logged in
    And it says
      """
      C{} APPEND "{root}box" (\Flagged) "05-Feb-1994 12:00:00 +0000"
        {message}
      S: OK
      C: SELECT "{root}box"
      S* 3 EXISTS
      S: OK
      """

  @rfc3501-6.4.4-search-always-answers
  Scenario: SEARCH answers also where nothing matches
    When it says
      """
      C: SEARCH DELETED
      S* SEARCH ...
      S: OK
      """

  @rfc3501-6.4.4-search-by-number
  Scenario: By number
    When it says
      """
      C: SEARCH 2:3
      S* SEARCH 2 3
      S: OK
      """

  @rfc3501-6.4.4-search-by-uid
  Scenario: By UID
    When it says
      """
      C: FETCH 2 (UID)
      S* 2 FETCH (...UID <two:number>...)
      S: OK
      C: SEARCH UID {two}
      S* SEARCH 2
      S: OK
      """

  @rfc3501-6.4.8-uid-search-gives-uids
  Scenario: UID SEARCH gives UIDs
    When it says
      """
      C: STORE 1 +FLAGS.SILENT (\Deleted)
      S: OK
      C: EXPUNGE
      S: OK
      C: FETCH 2 (UID)
      S* 2 FETCH (...UID <two:number>...)
      S: OK
      C: UID SEARCH FLAGGED
      S* SEARCH {two}
      S: OK
      """

  @rfc3501-6.4.4-search-by-flag
  Scenario: By flag
    When it says
      """
      C: SEARCH FLAGGED
      S* SEARCH 3
      S: OK
      C: SEARCH UNFLAGGED
      S* SEARCH 1 2
      S: OK
      """

  @rfc3501-6.4.4-search-by-internal-date
  Scenario: By internal date, without time and zone
    When it says
      """
      C: SEARCH ON 5-Feb-1994
      S* SEARCH 3
      S: OK
      C: SEARCH BEFORE 6-Feb-1994
      S* SEARCH 3
      S: OK
      C: SEARCH SINCE 6-Feb-1994
      S* SEARCH 1 2
      S: OK
      """

  @rfc3501-6.4.4-keys-are-anded
  Scenario: Several keys, NOT, OR and parentheses
    When it says
      """
      C: SEARCH 1:3 FLAGGED
      S* SEARCH 3
      S: OK
      C: SEARCH NOT FLAGGED
      S* SEARCH 1 2
      S: OK
      C: SEARCH OR 1 (3 FLAGGED)
      S* SEARCH 1 3
      S: OK
      """

  @rfc3501-6.4.4-us-ascii-supported
  Scenario: The charset US-ASCII
    When it says
      """
      C: SEARCH CHARSET US-ASCII FLAGGED
      S* SEARCH 3
      S: OK
      """

  @rfc3501-6.4.4-unknown-charset-gets-no
  Scenario: A charset nobody knows
    When it says
      """
      C: SEARCH CHARSET XNONE-SUCH TEXT x
      S: NO
      """

  @rfc3501-6.4.4-unknown-charset-says-badcharset
  Scenario: A charset nobody knows is told by BADCHARSET
    When it says
      """
      C: SEARCH CHARSET XNONE-SUCH TEXT x
      S: NO [BADCHARSET...] ...
      """
