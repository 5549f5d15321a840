@smtp @accounts:1
Feature: Names that stand for others
  The site states an alias, whose mail comes to the first account, and a list of which the first account is a member with others. A list may have a keeper.

  @rfc5321-3.9-alias-and-list-expansion
  Scenario: Mail for an alias and for a list comes to whom they stand for
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      by another name
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{site.alias}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{site.list}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message

  @rfc5321-3.9.1-alias-leaves-the-reverse-path @rfc5321-3.9.1-alias-leaves-the-message
  Scenario: An alias changes where a message goes, and nothing else
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      by another name
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{site.alias}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message
    And "{return-path}" is "{sender}"
    And the received message equals what was sent below the fields the path added

  @rfc5321-3.9-list-changes-the-reverse-path
  Scenario: What a list sends on comes back to its keeper
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {site.kept_list}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      to the members
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{site.kept_list}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message
    And "{return-path}" is "{site.list_keeper}"

  @rfc5321-3.9-list-leaves-the-header
  Scenario: What a list sends on is what was written
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {site.kept_list}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      to the members
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{site.kept_list}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added

  @rfc5321-3.9-list-uses-all-addresses
  Scenario: A list leaves out nobody, not even the one who wrote
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {recipient}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      to all of us
      """
    When it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250
      C: RCPT TO:<{site.list}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message

  @rfc5321-3.5.1-expn-250-gives-the-members
  Scenario: EXPN gives the mailboxes on a list
    Given an SMTP client that has said EHLO
    And it says
      """
      C: EXPN {site.list}
      S: <said:code> ...
      """
    And it is enough if "{said}" does not match "250"
    When it says
      """
      C: EXPN {site.list}
      S: 250 ...{local}@...
      """

  @rfc5321-3.5.1-expn-one-mailbox-a-line
  Scenario: EXPN gives one mailbox a line
    Given an SMTP client that has said EHLO
    And it says
      """
      C: EXPN {site.list}
      S: <said:code> ...
      """
    And it is enough if "{said}" does not match "250"
    When it says
      """
      C: EXPN {site.list}
      S: 250 ...@...
      S&! 250 ...@...@...
      """

  @rfc5321-3.5.1-vrfy-of-a-list-may-succeed
  Scenario: Some servers verify the name of a list
    Given an SMTP client that has said EHLO
    When it says
      """
      C: VRFY {site.list}
      S: 250
      """

  @rfc5321-3.5.1-vrfy-of-a-list-else-an-error
  Scenario: A list is verified, or it is said that it is not
    Given an SMTP client that has said EHLO
    When it says
      """
      C: VRFY {site.list}
      S: (250|252|4xx|5xx)
      """
