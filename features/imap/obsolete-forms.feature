@imap
Feature: Headers as they were written long ago (RFC 5322, section 4)
  A server that tells what is in a header reads the older forms too.

  @rfc5322-4.1-initials-in-names-understood
  Scenario: A name with initials
    Given the mailbox "{root}box" holds these messages
      """
      From: John Q. Public <public@example.org>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      Yours.
      """
    And an IMAP client that has selected "{root}box"
    When it says
      """
      C: FETCH 1 (ENVELOPE)
      S* 1 FETCH (ENVELOPE (<envelope:text>))
      S: OK
      """
    Then "{envelope}" matches "..."John Q. Public" NIL "public" "example.org"..."

  @rfc5322-4.3-short-years-understood
  Scenario: Years of two digits
    Given the mailbox "{root}box" holds these messages
      """
      From: sender@example.org
      Date: Tue, 3 Mar 98 12:00:00 +0000
      Message-ID: <one.{token}@example.org>
      Subject: {token}

      Of the last century.
      ---
      From: sender@example.org
      Date: Tue, 3 Mar 26 12:00:00 +0000
      Message-ID: <two.{token}@example.org>
      Subject: {token}

      Of this century.
      """
    And an IMAP client that has selected "{root}box"
    When it says
      """
      C: SEARCH SENTSINCE 1-Mar-1998 SENTBEFORE 1-Apr-1998
      S* SEARCH 1
      S: OK
      C: SEARCH SENTSINCE 1-Mar-2026 SENTBEFORE 1-Apr-2026
      S* SEARCH 2
      S: OK
      """

  @rfc5322-4.4-routes-ignored
  Scenario: An address with a route
    Given the mailbox "{root}box" holds these messages
      """
      From: Somebody <@one.example.org,@two.example.org:writer@example.org>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      By a roundabout way.
      """
    And an IMAP client that has selected "{root}box"
    When it says
      """
      C: FETCH 1 (ENVELOPE)
      S* 1 FETCH (ENVELOPE (<envelope:text>))
      S: OK
      """
    Then "{envelope}" matches "...(("Somebody" ... "writer" "example.org"))..."

  @rfc5322-4.5.3-repeated-destinations-combined
  Scenario: Two To fields
    Given the mailbox "{root}box" holds these messages
      """
      From: sender@example.org
      To: one@example.org
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@example.org>
      To: two@example.org, three@example.org
      Subject: {token}

      To all of you.
      """
    And an IMAP client that has selected "{root}box"
    When it says
      """
      C: FETCH 1 (ENVELOPE)
      S* 1 FETCH (ENVELOPE (<envelope:text>))
      S: OK
      """
    Then "{envelope}" matches "...((NIL NIL "one" "example.org")(NIL NIL "two" "example.org")(NIL NIL "three" "example.org"))..."
