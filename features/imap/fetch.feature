@imap
Feature: Reading messages: FETCH (RFC 3501, section 6.4.5)

  Background:
    Given this message
      """
      From: sender@example.org
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      The body has
      two lines.
      """
    And the mailbox "{root}box" holds these messages
      """
      From: sender@example.org
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      The body has
      two lines.
      """
    And the mailbox "{root}box" holds 2 messages
    And an IMAP client that has selected "{root}box"

  @rfc3501-6.4.5-fetch-flags
  Scenario: FETCH FLAGS tells the flags that are set
    When it says
      """
      C: STORE 2 FLAGS.SILENT (\Flagged)
      S: OK
      C: FETCH 2 (FLAGS)
      S* 2 FETCH (FLAGS (<flags:text>))
      S: OK
      """
    Then "{flags}" matches "...\Flagged..."
    And "{flags}" does not match "...\Seen..."

  @rfc3501-6.4.5-fetch-uid
  Scenario: FETCH UID tells the UID of each message
    When it says
      """
      C: FETCH 1:3 (UID)
      S* 1 FETCH (...UID <one:number>...)
      S* 2 FETCH (...UID <two:number>...)
      S* 3 FETCH (...UID <three:number>...)
      S: OK
      """

  @rfc3501-6.4.5-fetch-internal-date
  Scenario: FETCH INTERNALDATE tells a date and time
    When it says
      """
      C: FETCH 1 (INTERNALDATE)
      S* 1 FETCH (...INTERNALDATE <date:string>...)
      S: OK
      """
    Then "{date}" matches "...-(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-<year:number> ...:...:... (+|-)<zone:number>"

  @rfc3501-6.4.5-size-is-that-of-the-body
  Scenario: The size is that of the message
    When it says
      """
      C: FETCH 1 (RFC822.SIZE)
      S* 1 FETCH (RFC822.SIZE <size:number>)
      S: OK
      C: FETCH 1 (BODY.PEEK[])
      S* 1 FETCH (...BODY[] <body:string>...)
      S: OK
      """
    Then "{size}" is the number of octets of "{body}"

  @rfc3501-6.4.5-body-gives-whole-message @framing
  Scenario: BODY[] gives the whole message
    When it says
      """
      C: FETCH 1 (BODY.PEEK[HEADER])
      S* 1 FETCH (...BODY[HEADER] <header:string>...)
      S: OK
      C: FETCH 1 (BODY.PEEK[])
      S* 1 FETCH (...BODY[] <body:string>...)
      S: OK
      """
    Then "{body}" matches "{header}The body has\r\ntwo lines.\r\n"
    And "{body}" matches "From: sender@example.org\r\nTo: {recipient}\r\n...\r\nSubject: {token}\r\n..."

  @rfc3501-6.4.5-body-header-gives-header
  Scenario: BODY[HEADER] gives the header and the empty line
    When it says
      """
      C: FETCH 1 (BODY.PEEK[HEADER])
      S* 1 FETCH (...BODY[HEADER] <header:string>...)
      S: OK
      """
    Then "{header}" matches "From: ...Subject: {token}\r\n...\r\n"
    And "{header}" does not match "...\r\n\r\n...\r\n"

  @rfc3501-6.4.5-body-sets-seen
  Scenario: Reading the body sets \Seen
    When it says
      """
      C: FETCH 2 (BODY[])
      S* 2 FETCH (...)
      S: OK
      C: FETCH 2 (FLAGS)
      S* 2 FETCH (FLAGS (...\Seen...))
      S: OK
      """

  @rfc3501-6.4.5-seen-told-in-fetch
  Scenario: The new \Seen is told in the answer
    When it says
      """
      C: FETCH 2 (BODY[])
      S* 2 FETCH (...FLAGS (...\Seen...)...)
      S: OK
      """

  @rfc3501-6.4.5-peek-leaves-seen
  Scenario: BODY.PEEK does not set \Seen
    When it says
      """
      C: FETCH 2 (BODY.PEEK[])
      S* 2 FETCH (...)
      S: OK
      C: FETCH 2 (FLAGS)
      S* 2 FETCH (FLAGS (<flags:text>))
      S: OK
      """
    Then "{flags}" does not match "...\Seen..."

  @rfc3501-6.4.5-partial-starts-at-origin
  Scenario: A part begins at its origin and has no more octets than asked for
    When it says
      """
      C: FETCH 1 (BODY.PEEK[]<6.6>)
      S* 1 FETCH (...BODY[]\<6\> <part:string>...)
      S: OK
      """
    Then "{part}" is "sender"

  @rfc3501-7.4.2-partial-past-the-end-is-empty
  Scenario: A part behind the end is empty
    When it says
      """
      C: FETCH 1 (BODY.PEEK[]<100000.10>)
      S* 1 FETCH (...BODY[]\<100000\> <part:string>...)
      S: OK
      """
    Then "{part}" is ""

  @rfc3501-7.4.2-origin-only-if-asked
  Scenario: No origin is told where none was asked for
    When it says
      """
      C: FETCH 1 (BODY.PEEK[])
      S* 1 FETCH (...BODY[] <body:string>...)
      S! 1 FETCH (...BODY[]\<...)
      S: OK
      """

  @rfc3501-6.4.5-static-items-never-change
  Scenario: Body and size are the same each time
    When it says
      """
      C: FETCH 1 (RFC822.SIZE)
      S* 1 FETCH (RFC822.SIZE <size:number>)
      S: OK
      C: FETCH 1 (BODY.PEEK[])
      S* 1 FETCH (...BODY[] <body:string>...)
      S: OK
      C: FETCH 1 (RFC822.SIZE)
      S* 1 FETCH (RFC822.SIZE {size})
      S: OK
      C: FETCH 1 (BODY.PEEK[])
      S* 1 FETCH (...BODY[] {body:string}...)
      S: OK
      """

  @rfc3501-6.4.5-static-items-never-change
  Scenario: Body and size are the same in the next session, whatever flags were set
    When it says
      """
      C: SELECT "{root}box"
      S* OK [UIDVALIDITY <validity:number>] ...
      S: OK
      C: FETCH 2 (RFC822.SIZE BODY.PEEK[])
      S* 2 FETCH (...RFC822.SIZE <size:number>...)
      S& ...BODY[] <body:string>...
      S: OK
      C: STORE 2 +FLAGS.SILENT (\Seen \Flagged \Answered)
      S: OK
      C: LOGOUT
      S: OK
      """
    And an IMAP client "later" that has logged in
    And it says
      """
      C: SELECT "{root}box"
      S* OK [UIDVALIDITY <now:number>] ...
      S: OK
      """
    And the scenario ends here unless "{now}" is "{validity}"
    Then it says
      """
      C: FETCH 2 (RFC822.SIZE BODY.PEEK[])
      S* 2 FETCH (...RFC822.SIZE {size}...)
      S& ...BODY[] {body:string}...
      S: OK
      """

  @rfc3501-9-seq-range-either-order
  Scenario: A range means the same in either order
    When it says
      """
      C: FETCH 3:2 (UID)
      S* 2 FETCH (...UID <two:number>...)
      S* 3 FETCH (...UID <three:number>...)
      S! 1 FETCH ...
      S: OK
      """

  @rfc3501-9-asterisk-is-the-last-message
  Scenario: An asterisk is the last message
    When it says
      """
      C: FETCH 3 (UID)
      S* 3 FETCH (...UID <three:number>...)
      S: OK
      C: FETCH * (UID)
      S* 3 FETCH (...UID {three}...)
      S! 2 FETCH ...
      S: OK
      C: UID FETCH 4294967295:* (FLAGS)
      S* 3 FETCH (...UID {three}...)
      S: OK
      """

  @rfc3501-9-number-beyond-the-last-gets-bad
  Scenario: A number beyond the last message is refused
    When it says
      """
      C: FETCH 4 (FLAGS)
      S: NO|BAD
      """

  @rfc3501-2.3.1.2-numbers-follow-uids
  Scenario: Messages are numbered in the order of their UIDs
    When it says
      """
      C: UID SEARCH 1
      S* SEARCH <one:number>
      S: OK
      C: UID SEARCH 2
      S* SEARCH <two:number>
      S: OK
      """
    Then "{one}" is less than "{two}"

  @rfc3501-6.4.8-uid-fetch-tells-uid
  Scenario: The answer to UID FETCH holds the UID
    When it says
      """
      C: FETCH 2 (UID)
      S* 2 FETCH (...UID <two:number>...)
      S: OK
      C: UID FETCH {two} (FLAGS)
      S* 2 FETCH (...UID {two}...)
      S: OK
      """

  @rfc3501-6.4.8-absent-uid-is-no-error
  Scenario: A UID that no message has is no error
    When it says
      """
      C: UID FETCH 4294967290 (FLAGS)
      S! ... FETCH ...
      S: OK
      C: UID STORE 4294967290 +FLAGS (\Seen)
      S! ... FETCH ...
      S: OK
      """
