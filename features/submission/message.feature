@submission @secure
Feature: Messages that are not finished, or not right (RFC 6409, sections 4.2, 5.1, 6.3 and 8)
  What is handed in may be refused, or completed. It does not go on as it is.

  @rfc6409-8-delivered-mail-has-a-date @rfc6409-8.2-missing-date-may-be-added
  Scenario: A message without a date
    Given a Submission client that has logged in
    And this message
      """
      From: {sender}
      To: {recipient}
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      Written by a client without a clock.
      """
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: <sent:code> ...
      """
    And it is enough if "{sent}" does not match "250"
    When "{recipient}" receives the message
    Then "{received}" matches "(|...\r\n)Date:...\r\n\r\nWritten by..."

  @rfc6409-8-delivered-mail-has-an-author
  Scenario: A message without an author
    Given a Submission client that has logged in
    And this message
      """
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      Written by nobody.
      """
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: <sent:code> ...
      """
    And it is enough if "{sent}" does not match "250"
    When "{recipient}" receives the message
    Then "{received}" matches "(|...\r\n)From:...\r\n\r\nWritten by..."

  @rfc6409-8-delivered-mail-repeats-no-field
  Scenario: A message with two subjects
    Given a Submission client that has logged in
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      Subject: or rather this

      About two things at once.
      """
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: <sent:code> ...
      """
    And it is enough if "{sent}" does not match "250"
    When "{recipient}" receives the message
    Then "{received}" does not match "...Subject: {token}\r\n...Subject: or rather...\r\n\r\nAbout..."
    And "{received}" does not match "...Subject: or rather...Subject: {token}\r\n...\r\n\r\nAbout..."

  @rfc6409-6.3-invalid-message-may-be-refused
  Scenario: A message with two subjects may be refused
    Given a Submission client that has logged in
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      Subject: or rather this

      About two things at once.
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 5xx ...
      """

  @rfc6409-6.3-invalid-message-554
  Scenario: The code for a message with two subjects
    Given a Submission client that has logged in
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      Subject: or rather this

      About two things at once.
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: (250|4xx|554) ...
      """

  @rfc6409-6.3-invalid-data-command-501
  Scenario: The code for DATA with an argument
    Given a Submission client that has logged in
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: (250|251) ...
      C: DATA please
      S: (354|4xx|501) ...
      """

  @rfc6409-4.2-header-domains-qualified
  Scenario: A server that adds a Message-ID leaves no single label in an address of the header
    Given a Submission client that has logged in
    And this message
      """
      From: {sender}
      To: {recipient}
      Cc: someone@workstation
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Subject: {token}

      A copy goes to a host with a short name.
      """
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: <sent:code> ...
      """
    And it is enough if "{sent}" does not match "250"
    When "{recipient}" receives the message
    Then "{received}" does not match "...Message-ID:...Cc: someone@workstation\r\n...\r\n\r\nA copy..."
    And "{received}" does not match "...Cc: someone@workstation\r\n...Message-ID:...\r\n\r\nA copy..."

  @rfc6409-5.1-illegal-header-address-refused
  Scenario: A server that adds a Message-ID refuses an address without a domain in the header
    Given a Submission client that has logged in
    And this message
      """
      From: {sender}
      To: {recipient}
      Cc: <someone@@example.org>
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Subject: {token}

      A copy goes to an address that is none.
      """
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: <sent:code> ...
      """
    And it is enough if "{sent}" does not match "250"
    When "{recipient}" receives the message
    Then "{received}" does not match "...Message-ID:...Cc: <someone@@example.org>...\r\n\r\nA copy..."
    And "{received}" does not match "...Cc: <someone@@example.org>...Message-ID:...\r\n\r\nA copy..."

  @rfc6409-5.1-illegal-header-address-554
  Scenario: The code for an address in the header that breaks the grammar
    Given a Submission client that has logged in
    And this message
      """
      From: {sender}
      To: {recipient}
      Cc: <someone@@example.org>
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Subject: {token}

      A copy goes to an address that is none.
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: (250|4xx|554) ...
      """

  @rfc6409-8.1-added-sender-is-an-address
  Scenario: Where the author is another than the client, and the server says so, it gives an address
    Given a Submission client that has logged in
    And this message
      """
      From: Somebody Else <somebody.else@example.org>
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      On behalf of somebody.
      """
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: <sent:code> ...
      """
    And it is enough if "{sent}" does not match "250"
    And "{recipient}" receives the message
    And it is enough if "{received}" does not match "(|...\r\n)Sender:..."
    Then "{received}" matches "(|...\r\n)Sender: <senders-name:line>@<senders-domain:word>\r\n..."

  @rfc6409-8.3-missing-message-id-added
  Scenario: A message without an id gets one
    Given a Submission client that has logged in
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Subject: {token}

      Without an id.
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received}" matches "(|...\r\n)Message-ID:...\r\n\r\nWithout an id...."

  @rfc6409-8.3-invalid-message-id-replaced
  Scenario: An id that is none is replaced
    Given a Submission client that has logged in
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: this is no id
      Subject: {token}

      With an id of two words and more.
      """
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: <sent:code> ...
      """
    And it is enough if "{sent}" does not match "250"
    When "{recipient}" receives the message
    Then "{received}" does not match "(|...\r\n)Message-ID: this is no id\r\n..."
    And "{received}" matches "(|...\r\n)Message-ID:...\r\n\r\nWith an id..."

  @rfc6409-8.8-destination-local-parts-kept
  Scenario: The local-part of an address elsewhere is not rewritten
    Given a Submission client that has logged in
    And this message
      """
      From: {sender}
      To: {recipient}
      Cc: "Some One" <Some.One+Lists@example.net>
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      A copy goes elsewhere.
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received}" matches "...\r\nCc:...Some.One+Lists@...\r\n\r\nA copy..."
