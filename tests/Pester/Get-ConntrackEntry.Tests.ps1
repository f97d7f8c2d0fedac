BeforeDiscovery {
    $tools = @('ip', 'conntrack', 'iptables-nft' | Where-Object { Get-Command $_ -CommandType Application -ErrorAction SilentlyContinue })
    $noLab = -not $IsLinux -or -not [Environment]::IsPrivilegedProcess -or $tools.Count -lt 3
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/NetPath/NetPath.psd1') -Force
    . (Join-Path $PSScriptRoot 'fixtures/Snapshots.ps1')
    $node = Import-NodeSnapshot -Path $sample
    $id = 'NetPath.Cmdlets.Conntrack.GetConntrackEntryCommand'
}

Describe 'Get-ConntrackEntry' {
    Context 'the reference node' {
        It 'gives typed entries of the node' {
            $entries = Get-ConntrackEntry -Snapshot $node
            $entries | Should -HaveCount 4
            $entries[0] | Should -BeOfType 'NetPath.Core.Conntrack.ConntrackEntry'
            $entries.Namespace | Select-Object -Unique | Should -Be 'minikube'
        }

        It 'has both flows, the state and the translation' {
            $entry = Get-ConntrackEntry -SourcePort 52208 -Snapshot $node
            $entry.Protocol | Should -Be 'Tcp'
            $entry.State | Should -Be 'TIME_WAIT'
            "$($entry.Original)" | Should -Be '10.244.120.68:52208 -> 10.109.60.134:80'
            "$($entry.Reply)" | Should -Be '10.244.120.67:80 -> 10.244.120.68:52208'
            $entry.Nat | Should -Be 'Dnat'
            $entry.Status | Should -Be 'SeenReply, Assured, Confirmed'
            $entry.TimeOutSeconds | Should -Be 119
            "$($entry.Evidence)" | Should -BeLike 'host/conntrack/entries.txt:2: ipv4*'
        }
    }

    Context 'choosing entries' {
        It 'by <Name>' -ForEach @(
            @{ Name = 'Service'; Query = @{ Service = 'numbers-api' }; Count = 1 }
            @{ Name = 'a pattern of Services'; Query = @{ Service = 'kube-dns*' }; Count = 2 }
            @{ Name = 'pod'; Query = @{ Pod = 'numbers-api' }; Count = 2 }
            @{ Name = 'the pod''s address'; Query = @{ Pod = '10.244.120.65' }; Count = 2 }
            @{ Name = 'source'; Query = @{ Source = '10.244.0.0/16' }; Count = 4 }
            @{ Name = 'destination'; Query = @{ Destination = '10.96.0.10', '10.105.9.9' }; Count = 3 }
            @{ Name = 'port'; Query = @{ DestinationPort = 80 }; Count = 2 }
            @{ Name = 'who answers'; Query = @{ ReplySource = '10.244.120.67' }; Count = 2 }
            @{ Name = 'whom the answer goes to'; Query = @{ ReplyDestination = '192.168.49.2' }; Count = 0 }
            @{ Name = 'protocol'; Query = @{ Protocol = 'Udp' }; Count = 2 }
            @{ Name = 'state'; Query = @{ State = 'time*' }; Count = 2 }
            @{ Name = 'translation'; Query = @{ Nat = 'Dnat' }; Count = 4 }
            @{ Name = 'no translation'; Query = @{ Nat = 'None', 'Both' }; Count = 0 }
            @{ Name = 'several conditions'; Query = @{ Protocol = 'Tcp'; Destination = '10.105.9.9' }; Count = 1 }
            @{ Name = 'namespace'; Query = @{ NetworkNamespace = 'client*' }; Count = 0 }
        ) {
            @(Get-ConntrackEntry @Query -Snapshot $node).Count | Should -Be $Count
        }
    }

    Context 'the pipeline' {
        It 'takes a Service' {
            $entry = Get-KubeServiceChain numbers-api -Snapshot $node | Get-ConntrackEntry
            $entry.SourcePort | Should -Be 52208
        }

        It 'takes a trace' {
            $entry = Trace-ServicePacket numbers-api -From client -Snapshot $node | Get-ConntrackEntry
            $entry.SourcePort | Should -Be 52208
        }

        It 'takes snapshots and paths' {
            ($node | Get-ConntrackEntry -Protocol Udp) | Should -HaveCount 2
            (Get-ConntrackEntry -Protocol Udp -Snapshot $sample) | Should -HaveCount 2
        }

        It 'goes into Trace-ServicePacket' {
            $trace = Get-ConntrackEntry -Protocol Udp -SourcePort 43994 -Snapshot $node | Trace-ServicePacket
            $trace.EntryEffect | Should -Be 'Same'
            $trace.EntryOutcomes.Endpoint | Should -Be '10.244.120.65:53'
        }
    }

    Context 'entries that contradict the rules' {
        BeforeAll {
            $folder = New-TestFolder
            $stale = Expand-Sample $folder 'stale'
            Edit-Part $stale 'host/conntrack/entries.txt' 'src=10.244.120.65 dst=10.244.120.68 sport=53 dport=43994' 'src=10.244.120.99 dst=10.244.120.68 sport=53 dport=43994'
        }

        AfterAll {
            Remove-TestFolder $folder
        }

        It 'are told by the trace beside where a new connection goes' {
            $trace = Trace-ServicePacket -Entry 'udp 10.244.120.68:43994 -> 10.96.0.10:53' -Snapshot $stale
            $trace.EntryEffect | Should -Be 'Differs'
            $trace.EntryOutcomes.Endpoint | Should -Be '10.244.120.99:53'
            $trace.Outcomes.Endpoint | Should -Be '10.244.120.65:53'
            $trace.Passed | Should -BeFalse
            ($trace | Out-String) | Should -Match 'An existing entry sends this flow to[\s\S]*A new connection:'
        }

        It 'may be given as a line of text' {
            $line = 'udp 17 29 src=10.244.120.68 dst=10.96.0.10 sport=43995 dport=53 src=10.244.120.98 dst=10.244.120.68 sport=53 dport=43995 mark=0 use=1'
            (Trace-ServicePacket -Entry $line -Snapshot $node).EntryOutcomes.Endpoint | Should -Be '10.244.120.98:53'
        }

        It 'are traced with packets of the length that is asked for' {
            $trace = Trace-ServicePacket -Entry 'udp 10.244.120.68:43994 -> 10.96.0.10:53' -PacketSize 1234 -Snapshot $stale
            $trace.EntryOutcomes.PacketSize | Should -Be 1234
            $trace.Outcomes.PacketSize | Should -Be 1234
        }
    }

    Context 'errors and damage' {
        BeforeAll {
            $folder = New-TestFolder
            $bare = Expand-Sample $folder 'bare'
            [IO.File]::Delete((Join-Path $bare 'host/conntrack/entries.txt'))
            $damaged = Expand-Sample $folder 'damaged'
            Edit-Part $damaged 'host/conntrack/entries.txt' 'ipv4     2 tcp      6 119 TIME_WAIT src=10.244.120.68 dst=10.109.60.134' 'ipv4     2 tcp      6 119 TIME_WAIT src=10.244.120'
        }

        AfterAll {
            Remove-TestFolder $folder
        }

        It 'says that entries were not collected, and how to collect them' {
            Get-ConntrackEntry -Snapshot $bare -WarningAction SilentlyContinue -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problems[0].FullyQualifiedErrorId | Should -Be "ConntrackEntriesNotCollected,$id"
            $problems[0].Exception.Message | Should -BeLike '*Get-NodeSnapshot -IncludeConntrackEntry*'
        }

        It 'counts what it could not read' {
            $entries = Get-ConntrackEntry -Snapshot $damaged -WarningVariable warnings -WarningAction SilentlyContinue
            $entries | Should -HaveCount 3
            "$warnings" | Should -BeLike '1 lines of host/conntrack/entries.txt are no entries of connection tracking*line 2:*'
        }

        It 'names what is wrong with <Name>' -ForEach @(
            @{ Name = 'a network'; Query = @{ Source = '10.0.0.0/99' }; ErrorId = 'NetworkInvalid'; Message = '*10.244.0.0/16*' }
            @{ Name = 'a pod'; Query = @{ Pod = 'nope' }; ErrorId = 'NamespaceNotFound'; Message = '*nope*' }
            @{ Name = 'a Service'; Query = @{ Service = 'nope' }; ErrorId = 'ServiceNotFound'; Message = '*nope*' }
            @{ Name = 'a namespace'; Query = @{ NetworkNamespace = 'nope' }; ErrorId = 'NamespaceNotFound'; Message = '*nope*' }
        ) {
            Get-ConntrackEntry @Query -Snapshot $node -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problems[0].FullyQualifiedErrorId | Should -Be "$ErrorId,$id"
            $problems[0].Exception.Message | Should -BeLike $Message
        }

        It 'says that a text is no entry' {
            Trace-ServicePacket -Entry 'what' -Snapshot $node -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'ConntrackEntryInvalid,*'
        }
    }

    Context 'the running kernel' -Skip:$noLab {
        BeforeAll {
            $space = "np-pester-entry-$PID"
            ip netns add $space
            ip netns exec $space iptables-nft -t nat -A OUTPUT -p udp --dport 1 -j ACCEPT
            ip netns exec $space conntrack -I -p tcp -s 10.0.0.1 -d 10.96.0.1 --sport 1000 --dport 80 --state ESTABLISHED -t 1000 --dst-nat 10.0.0.2:8080 -w 7 2>$null
            ip netns exec $space conntrack -I -p udp -s fd00::1 -d fd00::2 --sport 1001 --dport 53 -t 100 2>$null
        }

        AfterAll {
            ip netns delete $space
        }

        It 'gives the entries of a namespace by its name, in both IP versions' {
            $entries = Get-ConntrackEntry -NetworkNamespace $space
            $entries.Family | Sort-Object | Should -Be @('IPv4', 'IPv6')
            $entry = $entries | Where-Object Protocol -EQ 'Tcp'
            "$($entry.Original) $($entry.Reply) $($entry.Nat) $($entry.State) $($entry.Zone)" | Should -Be '10.0.0.1:1000 -> 10.96.0.1:80 10.0.0.2:8080 -> 10.0.0.1:1000 Dnat ESTABLISHED 7'
            $entry.Evidence | Should -BeNullOrEmpty
        }

        It 'gives the same by its path' {
            Get-ConntrackEntry -NetworkNamespace "/run/netns/$space" -Protocol Udp | Should -HaveCount 1
        }

        It 'says that there is no such namespace' {
            Get-ConntrackEntry -NetworkNamespace '/run/netns/nope' -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problems[0].FullyQualifiedErrorId | Should -Be "LiveNamespaceUnusable,$id"
        }
    }

    Context 'the command' {
        It 'says what it writes' {
            (Get-Command Get-ConntrackEntry).OutputType.Name | Should -Be 'NetPath.Core.Conntrack.ConntrackEntry'
        }
    }
}
