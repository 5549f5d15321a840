@imap
Feature: Mailboxes: CREATE, DELETE, LIST, STATUS, SUBSCRIBE (RFC 3501, section 6.3)

  Background:
    Given an IMAP client that has logged in

  @rfc3501-6.3.3-create-makes-mailbox
  Scenario: CREATE makes a mailbox
    When it says
      """
      C: CREATE "{root}new"
      S: OK
      C: LIST "" "{root}new"
      S* LIST (...) ... <name:string>
      S: OK
      C: SELECT "{root}new"
      S* 0 EXISTS
      S: OK
      """

  @rfc3501-6.3.3-create-of-existing-gets-no
  Scenario: What is there cannot be created
    When it says
      """
      C: CREATE INBOX
      S: NO
      C: CREATE "{root}new"
      S: OK
      C: CREATE "{root}new"
      S: NO
      """

  @rfc3501-6.3.3-recreated-mailbox-gets-new-uids
  Scenario: A mailbox made again has other UIDs
    Given the mailbox "{root}new" holds 1 message
    When it says
      """
      C: STATUS "{root}new" (UIDVALIDITY)
      S* STATUS ... (UIDVALIDITY <first:number>)
      S: OK
      C: DELETE "{root}new"
      S: OK
      C: CREATE "{root}new"
      S: OK
      C: STATUS "{root}new" (UIDVALIDITY UIDNEXT)
      S* STATUS ... (<new:text>)
      S: OK
      """
    Then "{new}" does not match "UIDVALIDITY {first} UIDNEXT 1"
    And "{new}" does not match "UIDNEXT 1 UIDVALIDITY {first}"

  @rfc3501-6.3.3-recreated-mailbox-gets-new-uids
  Scenario: A mailbox made again and again, quicker than a clock ticks, has other UIDs each time
    Given this message
      """
      From: sender@example.org
      Subject: {token}

      One line.
      """
    When it says
      """
      C: CREATE "{root}new"
      S: OK
      C{} APPEND "{root}new"
        {message}
      S: OK
      C: STATUS "{root}new" (UIDVALIDITY)
      S* STATUS ... (UIDVALIDITY <first:number>)
      S: OK
      C: DELETE "{root}new"
      S: OK
      C: CREATE "{root}new"
      S: OK
      C: STATUS "{root}new" (UIDVALIDITY UIDNEXT)
      S* STATUS ... (<second:text>)
      S: OK
      C{} APPEND "{root}new"
        {message}
      S: OK
      C: STATUS "{root}new" (UIDVALIDITY)
      S* STATUS ... (UIDVALIDITY <validity:number>)
      S: OK
      # A server that keeps what was deleted may refuse to delete the same name again so soon.
      C: DELETE "{root}new"
      S: OK|NO
      C: CREATE "{root}new"
      S: OK|NO
      C: STATUS "{root}new" (UIDVALIDITY UIDNEXT)
      S* STATUS ... (<third:text>)
      S: OK
      """
    Then "{second}" does not match "UIDVALIDITY {first} UIDNEXT 1"
    And "{second}" does not match "UIDNEXT 1 UIDVALIDITY {first}"
    And "{third}" does not match "UIDVALIDITY {validity} UIDNEXT 1"
    And "{third}" does not match "UIDNEXT 1 UIDVALIDITY {validity}"

  @rfc3501-6.3.4-delete-removes-mailbox
  Scenario: DELETE removes a mailbox
    When it says
      """
      C: CREATE "{root}new"
      S: OK
      C: DELETE "{root}new"
      S: OK
      C: SELECT "{root}new"
      S: NO
      """

  @rfc3501-6.3.4-delete-of-missing-or-inbox-gets-no
  Scenario: What is not there cannot be deleted
    When it says
      """
      C: DELETE "{root}nowhere"
      S: NO
      """

  @rfc3501-6.3.6-subscribe-succeeds
  Scenario: SUBSCRIBE succeeds, and succeeds again
    When it says
      """
      C: CREATE "{root}new"
      S: OK
      C: SUBSCRIBE "{root}new"
      S: OK
      C: SUBSCRIBE "{root}new"
      S: OK
      """

  @rfc3501-6.3.7-unsubscribe-succeeds
  Scenario: UNSUBSCRIBE succeeds
    When it says
      """
      C: CREATE "{root}new"
      S: OK
      C: SUBSCRIBE "{root}new"
      S: OK
      C: UNSUBSCRIBE "{root}new"
      S: OK
      """

  @rfc3501-6.3.8-names-match-pattern
  Scenario: LIST gives only names that match
    When it says
      """
      C: CREATE "{root}one"
      S: OK
      C: CREATE "{root}two"
      S: OK
      C: LIST "" "{root}o%"
      S* LIST (...) ... <name:string>
      S! LIST ...two...
      S: OK
      """
    Then "{name}" is "{root}one"

  @rfc3501-6.3.8-empty-pattern-tells-separator
  Scenario: LIST with an empty pattern tells the separator
    When it says
      """
      C: LIST "" ""
      S* LIST (...) ... ""
      S: OK
      """

  @rfc3501-6.3.8-percent-stops-at-separator
  Scenario: A percent sign stops at the separator
    When it says
      """
      C: LIST "" ""
      S* LIST (...) <separator:string> ...
      S: OK
      C: CREATE "{root}flat"
      S: OK
      C: CREATE "{root}top{separator}below"
      S: OK
      C: LIST "" "{root}%"
      S* LIST (...) ...{root}flat(|")
      S! LIST ...below...
      S: OK
      """

  @rfc3501-6.3.8-asterisk-crosses-separators
  Scenario: An asterisk crosses separators
    When it says
      """
      C: LIST "" ""
      S* LIST (...) <separator:string> ...
      S: OK
      C: CREATE "{root}flat"
      S: OK
      C: CREATE "{root}top{separator}below"
      S: OK
      C: LIST "" "{root}*"
      S* LIST (...) ...{root}flat(|")
      S* LIST (...) ...below...
      S: OK
      """

  @rfc3501-6.3.8-inbox-listed
  Scenario: LIST of all names holds INBOX
    When it says
      """
      C: LIST "" "*"
      S* LIST (...) ...INBOX...
      S: OK
      """

  @rfc3501-6.3.4-delete-keeps-inferiors
  Scenario: DELETE of a name leaves what is below it
    When it says
      """
      C: LIST "" ""
      S* LIST (...) <separator:string> ...
      S: OK
      C: CREATE "{root}top{separator}below"
      S: OK
      C: DELETE "{root}top"
      S: OK|NO
      C: STATUS "{root}top{separator}below" (MESSAGES)
      S* STATUS ... (MESSAGES 0)
      S: OK
      """

  @rfc3501-6.3.3-create-makes-superiors
  Scenario: CREATE makes the names above too
    When it says
      """
      C: LIST "" ""
      S* LIST (...) <separator:string> ...
      S: OK
      C: CREATE "{root}top{separator}below"
      S: OK
      C: LIST "" "{root}%"
      S* LIST (...) ...{root}top...
      S: OK
      """

  @rfc3501-6.3.3-trailing-separator-ignored
  Scenario: A separator at the end is no part of the name
    When it says
      """
      C: LIST "" ""
      S* LIST (...) <separator:string> ...
      S: OK
      C: CREATE "{root}folder{separator}"
      S: OK
      C: LIST "" "{root}%"
      S* LIST (...) ... <name:string>
      S: OK
      """
    Then "{name}" is "{root}folder"

  @rfc3501-6.3.10-status-tells-what-is-asked
  Scenario: STATUS tells what is asked
    Given the mailbox "{root}box" holds 2 messages
    When it says
      """
      C: STATUS "{root}box" (MESSAGES UNSEEN)
      S* STATUS ... (MESSAGES 2 UNSEEN 2)
      S: OK
      C: STATUS "{root}box" (UIDNEXT)
      S* STATUS ... (UIDNEXT <next:number>)
      S: OK
      C: STATUS "{root}box" (UIDVALIDITY)
      S* STATUS ... (UIDVALIDITY <validity:number>)
      S: OK
      C: SELECT "{root}box"
      S* 2 EXISTS
      S? OK [UIDNEXT {next}] ...
      S! OK [UIDNEXT ...
      S* OK [UIDVALIDITY {validity}] ...
      S: OK
      """

  @rfc3501-6.3.10-status-changes-nothing
  Scenario: STATUS leaves the selected mailbox as it is
    Given the mailbox "{root}box" holds 2 messages
    When it says
      """
      C: CREATE "{root}other"
      S: OK
      C: SELECT "{root}box"
      S: OK
      C: STATUS "{root}other" (MESSAGES)
      S* STATUS ... (MESSAGES 0)
      S: OK
      C: FETCH 2 (UID)
      S* 2 FETCH (UID <two:number>)
      S: OK
      """

  @rfc3501-6.3.10-missing-mailbox-gets-no
  Scenario: STATUS of a mailbox that is not there
    When it says
      """
      C: STATUS "{root}nowhere" (MESSAGES)
      S! STATUS ...
      S: NO
      """

  @rfc3501-5.1.3-utf7-form-preserved
  Scenario: A name in modified UTF-7 comes back as it was given
    When it says
      """
      C: CREATE "{root}&AOkAxw-"
      S: OK
      C: LIST "" "{root}%"
      S* LIST (...) ... <name:string>
      S: OK
      """
    Then "{name}" is "{root}&AOkAxw-"
