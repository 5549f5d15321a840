@imap
Feature: Commands, answers and states (RFC 3501, sections 2 to 6.1)

  @rfc3501-2.2.1-completion-carries-the-tag @framing
  Scenario: A command is completed under its tag
    Given an IMAP client that has connected
    When it says
      """
      C| t1 NOOP\r\n
      S: t1 OK ...
      C| t2.b NOOP\r\n
      S: t2.b OK ...
      """

  @rfc3501-2.2.2-syntax-error-gets-bad
  Scenario: A command that breaks the grammar is answered BAD
    Given an IMAP client that has logged in
    When it says
      """
      C: SELECT
      S: BAD
      C: STATUS INBOX
      S: BAD
      C: XNOSUCH
      S: BAD
      """
    Then the session is still usable

  @rfc3501-3-wrong-state-refused
  Scenario: A command of another state is refused and does nothing
    Given an IMAP client that has connected
    When it says
      """
      C: SELECT INBOX
      S: NO|BAD
      C: NOOP
      S: OK
      """

  @rfc3501-3.1-needs-login
  Scenario: Nothing of the authenticated state works before the login
    Given an IMAP client that has connected
    When it says
      """
      C: LIST "" "*"
      S! LIST ...
      S: NO|BAD
      C: STATUS INBOX (MESSAGES)
      S! STATUS ...
      S: NO|BAD
      """

  @rfc3501-3.2-needs-mailbox
  Scenario: Nothing of the selected state works without a mailbox
    Given an IMAP client that has logged in
    When it says
      """
      C: FETCH 1 FLAGS
      S: NO|BAD
      C: SEARCH ALL
      S! SEARCH ...
      S: NO|BAD
      """

  @rfc3501-3-no-second-login
  Scenario: A second login is refused
    Given an IMAP client that has logged in
    When it says
      """
      C: LOGIN {user:string} {password:string}
      S: NO|BAD
      """
    Then the session is still usable

  @rfc3501-5.5-ambiguous-commands-in-order
  Scenario: Commands sent together have the effect of their order
    Given an IMAP client that has logged in
    When it says
      """
      C: CREATE "{root}box"
      C+ DELETE "{root}box"
      C+ CREATE "{root}box"
      S: OK
      S: OK
      S: OK
      """

  @rfc3501-6.1.1-capability-lists-imap4rev1
  Scenario: CAPABILITY lists IMAP4rev1
    Given an IMAP client that has connected
    When it says
      """
      C: CAPABILITY
      S* CAPABILITY ...IMAP4rev1...
      S: OK
      """

  @rfc3501-6.1.1-auth-plain-offered @base-only
  Scenario: PLAIN is offered inside TLS
    Given an IMAP client that has connected
    And it says
      """
      C: STARTTLS
      S: OK
      """
    And it starts TLS
    Then it announces "AUTH=PLAIN"

  @rfc3501-6.1.2-noop-succeeds
  Scenario: NOOP succeeds in every state
    Given an IMAP client that has connected
    When it says
      """
      C: NOOP
      S: OK
      """

  @rfc3501-6.1.3-logout-says-bye
  Scenario: LOGOUT is answered by BYE, then OK, then the end
    Given an IMAP client that has connected
    When it says
      """
      C: LOGOUT
      S* BYE ...
      S: OK
      """
    Then the server closes the connection

  @rfc3501-9-words-in-any-case
  Scenario: Commands and items are understood in any case
    Given the mailbox "{root}box" holds 1 message
    And an IMAP client that has selected "{root}box"
    When it says
      """
      C: fetch 1 (flags UiD)
      S* 1 FETCH (...UID <uid:number>...)
      S: OK
      """

  @rfc3501-7-continuation-is-a-plus @secure
  Scenario: A continuation request begins with a plus sign
    Given an IMAP client that has connected
    When it says
      """
      C: AUTHENTICATE PLAIN
      S: + ...
      C: *
      S: NO|BAD
      """

  @rfc3501-7.1-codes-stand-first
  Scenario: A response code stands in brackets right behind the condition
    Given the mailbox "{root}box" holds 1 message
    And an IMAP client that has logged in
    When it says
      """
      C: SELECT "{root}box"
      S* OK [UIDVALIDITY <v:number>] ...
      S: OK
      """

  @rfc3501-4.3-literal-is-asked-for @framing
  Scenario: A literal is asked for, and taken whole
    Given an IMAP client that has logged in
    When it says
      """
      C{} CREATE
        {root}literal
      S: OK
      C: LIST "" "{root}%"
      S* LIST (...) ... <name:string>
      S: OK
      """
    Then "{name}" is "{root}literal"

  @rfc3501-4.3-empty-literal-is-asked-for
  Scenario: A literal of no octets is asked for too
    Given an IMAP client that has logged in
    When it says
      """
      C: LIST {0}
      S: + ...
      C|  ""\r\n
      S* LIST (...) ...
      S: OK
      """

  @rfc3501-4.3-literal-and-quoted-mean-the-same
  Scenario: Atom, quoted string and literal mean the same
    Given the mailbox "{root}box" holds 2 messages
    And an IMAP client that has logged in
    When it says
      """
      C: STATUS {root}box (MESSAGES)
      S* STATUS ... (MESSAGES 2)
      S: OK
      C: STATUS "{root}box" (MESSAGES)
      S* STATUS ... (MESSAGES 2)
      S: OK
      C{} EXAMINE
        {root}box
      S* 2 EXISTS
      S: OK
      """
